/**
 * Class names into label words, from what lies on the device: WordNet, AFINN, the PLM's own embeddings
 * (specs/knowledgeable-verbalizer.md, sections 16 and 17). Every word keeps where it comes from, the way to it and its
 * score. The same input gives the same words.
 */
import { LabError } from '../../../errors/lab-error.ts';
import type {
  DropReason,
  ExpandedClass,
  ExpandedWord,
  ExpansionSettings,
  Sense,
} from '../../../experiment/verbalizer/expansion.ts';
import { candidates, type Candidates } from './candidates.ts';
import { nearWords, type Embeddings } from './near-words.ts';
import { pointerCode } from './pointers.ts';
import { seedSenses, type Start } from './seed-senses.ts';
import { signOf, type SentimentList } from './sentiment-list.ts';
import { sentimentWords } from './sentiment-words.ts';
import { settleShared } from './settle-shared.ts';
import { topicWords } from './topic-words.ts';
import type { WordGraph } from './word-graph.ts';

/** What the expander reads; null for what isn't there, or wasn't asked for. */
export interface KnowledgeBase {
  readonly graph: WordGraph | null;
  readonly sentiment: SentimentList | null;
  readonly embeddings: Embeddings | null;
}

/** What one class has before classes are compared. */
interface Reached extends Candidates {
  readonly senses: readonly Sense[];
  readonly notes: readonly string[];
}

/**
 * @param seeds of each class; the first one names the class and becomes its first word
 * @throws LabError `argument` for a class without a seed
 */
export function expandClasses(
  seeds: readonly (readonly string[])[],
  settings: ExpansionSettings,
  base: KnowledgeBase,
): readonly ExpandedClass[] {
  const trimmed = seeds.map((ofClass, index) => checkedSeeds(ofClass, index));
  const asked = (source: ExpansionSettings['sources'][number]): boolean => settings.sources.includes(source);
  const known: KnowledgeBase = {
    graph: asked('wordnet') ? base.graph : null,
    sentiment: asked('afinn') ? base.sentiment : null,
    embeddings: base.embeddings,
  };
  const signs = polesOf(trimmed, known.sentiment);
  const reached = trimmed.map((ofClass, index) => reach(ofClass, signs[index], settings, known));
  const settled = settleShared(trimmed, reached);
  return settled.map(({ words, dropped }, index) => ({
    seeds: trimmed[index],
    senses: reached[index].senses,
    words: words.slice(0, settings.most),
    dropped: [...dropped, ...words.slice(settings.most).map(({ word }) => ({ word, why: 'rank' as const }))],
    notes: reached[index].notes,
  }));
}

function checkedSeeds(seeds: readonly string[], index: number): readonly string[] {
  const trimmed = [...new Set(seeds.map((seed) => seed.trim()))].filter((seed) => seed !== '');
  if (trimmed.length > 0) return trimmed;
  throw new LabError({
    code: 'argument',
    message: `Class ${index + 1} has no word to start from.`,
    remedy: 'Give each class its name, such as sports.',
    where: `class ${index + 1}`,
  });
}

/** The sign of each class where classes are poles, else 0 for all: a lone novel among albums and films is no praise. */
function polesOf(seeds: readonly (readonly string[])[], list: SentimentList | null): readonly number[] {
  if (list === null) return seeds.map(() => 0);
  const signs = seeds.map((ofClass) => signOf(list, ofClass.slice(0, 1)));
  return signs.includes(1) && signs.includes(-1) ? signs : seeds.map(() => 0);
}

function reach(
  seeds: readonly string[],
  sign: number,
  settings: ExpansionSettings,
  { graph, sentiment, embeddings }: KnowledgeBase,
): Reached {
  const perSeed = graph === null ? [] : seeds.map((seed, index) => sensesOf(graph, seed, index, settings));
  const unknown = graph === null ? [] : seeds.filter((_, index) => perSeed[index].senses.length === 0);
  const starts = perSeed.flatMap((found) => found.starts);
  const words: ExpandedWord[] = [];
  const excluded = new Map<string, DropReason>();
  if (sign !== 0 && sentiment !== null) {
    const found = sentimentWords(graph, sentiment, seeds, starts, sign, settings);
    words.push(...found.words);
    for (const word of found.otherSign) excluded.set(word.toLowerCase(), 'sign');
    if (graph !== null)
      for (const word of antonyms(graph, starts)) excluded.set(word.toLowerCase(), 'antonym');
  } else if (graph !== null) words.push(...topicWords(graph, seeds, starts, settings));
  const near = settings.sources.includes('embeddings') || unknown.length > 0;
  if (near && embeddings !== null) words.push(...nearWords(embeddings, seeds));
  return {
    ...candidates(seeds, words, excluded, settings.least),
    senses: perSeed.flatMap((found) => found.senses),
    notes: notesOn(unknown, embeddings !== null),
  };
}

function sensesOf(
  graph: WordGraph,
  seed: string,
  index: number,
  { senses }: ExpansionSettings,
): ReturnType<typeof seedSenses> {
  const chosen = Object.hasOwn(senses, seed) ? senses[seed] : null;
  const found = seedSenses(graph, seed, index, chosen);
  const alien = chosen?.find((name) => !found.senses.some(({ synset }) => synset === name));
  if (alien === undefined) return found;
  throw new LabError({
    code: 'argument',
    message: `“${seed}” has no meaning ${alien}.`,
    remedy: `Choose among ${found.senses.map(({ synset }) => synset).join(', ') || 'none: WordNet does not know it'}.`,
    where: `senses of ${seed}`,
  });
}

function notesOn(unknown: readonly string[], hasEmbeddings: boolean): readonly string[] {
  if (unknown.length === 0) return [];
  const names = unknown.map((seed) => `“${seed}”`).join(', ');
  return [
    hasEmbeddings
      ? `WordNet, which is English, does not know ${names}: words near in the PLM’s own embeddings are taken.`
      : `WordNet, which is English, does not know ${names}: choose a PLM, and words near in its embeddings are taken.`,
  ];
}

const OPPOSITE = pointerCode('!');

/** Words that WordNet has as opposites of words in the synsets that a class starts from. */
function antonyms(graph: WordGraph, starts: readonly Start[]): readonly string[] {
  const { start, code, target, targetWord } = graph.pointers;
  return starts.flatMap(({ synset }) =>
    Array.from({ length: start[synset + 1] - start[synset] }, (_, n) => start[synset] + n)
      .filter((at) => code[at] === OPPOSITE)
      .flatMap((at) => {
        const words = graph.wordsOf(target[at]);
        return targetWord[at] > 0 ? [words[targetWord[at] - 1]] : words;
      }),
  );
}
