/** What each word means here, in 25 words at most, and where one can read on. */
import type { TermName } from './terms.ts';

export interface Source {
  /** Author and year. */
  readonly name: string;
  readonly url: string;
}

export interface Definition {
  readonly text: string;
  readonly source: Source;
}

const LESTER: Source = { name: 'Lester et al. 2021', url: 'https://aclanthology.org/2021.emnlp-main.243/' };
const SU: Source = { name: 'Su et al. 2022', url: 'https://aclanthology.org/2022.naacl-main.290/' };
const DEVLIN: Source = { name: 'Devlin et al. 2019', url: 'https://aclanthology.org/N19-1423/' };
const SCHICK: Source = { name: 'Schick & Schütze 2021', url: 'https://aclanthology.org/2021.eacl-main.20/' };
const VU: Source = { name: 'Vu et al. 2022', url: 'https://aclanthology.org/2022.acl-long.346/' };
const HUANG: Source = { name: 'Huang et al. 2022', url: 'https://arxiv.org/abs/2211.06840' };
const HU: Source = { name: 'Hu et al. 2022', url: 'https://aclanthology.org/2022.acl-long.158/' };
const GOODFELLOW: Source = { name: 'Goodfellow et al. 2016', url: 'https://www.deeplearningbook.org/' };

export const DEFINITIONS: Readonly<Record<TermName, Definition>> = {
  'soft prompt': {
    text: 'Vectors put before a text and learned by gradient, while the model stays as it is.',
    source: LESTER,
  },
  'soft token': {
    text: 'One vector of a soft prompt: as wide as a word’s vector, but no word. Its nearest words are a hint at most.',
    source: LESTER,
  },
  frozen: {
    text: 'Not changed by training. The gradient passes through the model’s weights and moves the soft prompt alone.',
    source: LESTER,
  },
  PLM: {
    text: 'Pretrained language model: it learned to fill in left-out words of much text before it saw any of these tasks.',
    source: DEVLIN,
  },
  '[MASK]': {
    text: 'Stands where a word is left out. The model gives each word of its vocabulary a probability there.',
    source: DEVLIN,
  },
  'label word': {
    text: 'A word that stands for a class. The class whose word is likeliest at [MASK] is the answer.',
    source: SCHICK,
  },
  verbalizer: {
    text: 'The list that says which label words stand for which class.',
    source: SCHICK,
  },
  template: {
    text: 'The words around a text that turn its task into a sentence with a gap: “… this is [MASK].”',
    source: SCHICK,
  },
  gradient: {
    text: 'Says for each number of the soft prompt which way, and how steeply, the loss changes with it. Training steps downhill.',
    source: { name: 'Rumelhart et al. 1986', url: 'https://doi.org/10.1038/323533a0' },
  },
  loss: {
    text: 'How surprised the model is by the right label word: 0 when it was certain, ln 2 when it guesses between two.',
    source: GOODFELLOW,
  },
  'dev rows': {
    text: 'Labelled rows that aren’t trained on. They choose the best step, so their accuracy flatters a little.',
    source: GOODFELLOW,
  },
  'test rows': {
    text: 'Labelled rows looked at once, after training ended: they choose nothing, so their accuracy is honest.',
    source: GOODFELLOW,
  },
  seed: {
    text: 'The number from which all chance in a run follows: first vectors, order of rows. Another seed, another result.',
    source: { name: 'Dodge et al. 2020', url: 'https://arxiv.org/abs/2002.06305' },
  },
  interval: {
    text: 'Where the true value probably lies: made this way, 95 of 100 intervals hold it. More rows, more seeds: narrower.',
    source: { name: 'Efron 1979', url: 'https://doi.org/10.1214/aos/1176344552' },
  },
  'random prompt': {
    text: 'As many vectors as the soft prompt has, not trained. What it reaches was not learned.',
    source: SU,
  },
  'majority class': {
    text: 'The class with the most rows. Always answering it is the accuracy that takes no model.',
    source: { name: 'Jurafsky & Martin', url: 'https://web.stanford.edu/~jurafsky/slp3/' },
  },
  'activated neuron': {
    text: 'A neuron of a feed-forward layer whose value at [MASK] is above 0, so that it has a say in the answer.',
    source: SU,
  },
  'source task': {
    text: 'The task that a prompt was trained on, before it is used on another.',
    source: VU,
  },
  'target task': {
    text: 'The task that a prompt is used on, whether it was trained on it or not.',
    source: VU,
  },
  'share of gain': {
    text: 'How much of what training gains a foreign prompt brings along: 0 % as what needs no training, 100 % as the task’s own.',
    source: SU,
  },
  recovery: {
    text: 'The share of gain as a ratio: foreign minus random accuracy, divided by own minus random accuracy.',
    source: SU,
  },
  indicator: {
    text: 'A likeness of two prompts, measured without trying them out, that may foretell how well one serves the other’s task.',
    source: SU,
  },
  'rank correlation': {
    text: 'Whether two orders agree: 1 the same order, 0 no relation, −1 reversed. How far apart the values are doesn’t matter.',
    source: { name: 'Spearman 1904', url: 'https://doi.org/10.2307/1412159' },
  },
  projector: {
    text: 'A learned map from the prompts of one model to vectors that another model can read.',
    source: SU,
  },
  calibration: {
    text: 'Taking off a word how likely it is whatever the text says, so that common words don’t win by being common.',
    source: { name: 'Zhao et al. 2021', url: 'https://proceedings.mlr.press/v139/zhao21c.html' },
  },
  'support set': {
    text: 'Some texts of the task whose labels nobody looks at. They say how likely each word is on the whole.',
    source: HU,
  },
  prior: {
    text: 'How likely a word is at [MASK] on the average over the support set, before any one text is read.',
    source: HU,
  },
  'partial PLM': {
    text: 'A model with some layers left out, some neurons cut, or both. Smaller, cheaper, and worse at reading the same prompt.',
    source: HUANG,
  },
  stage: {
    text: 'Steps during which the model keeps its size. At its end the model grows, and the prompt goes on as it is.',
    source: HUANG,
  },
  FLOPs: {
    text: 'Floating-point operations: additions and multiplications, counted in the compiled programs. Seconds follow them, but not exactly.',
    source: HUANG,
  },
  'anytime curve': {
    text: 'What is reached after each amount spent, so that runs of different cost can be compared wherever one would stop.',
    source: { name: 'Zilberstein 1996', url: 'https://doi.org/10.1609/aimag.v17i3.1232' },
  },
};
