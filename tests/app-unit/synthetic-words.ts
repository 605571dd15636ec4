/** A run of words with made-up logits: a class a signal, each word more or less likely whatever the text says. */
import { createStore } from 'zustand/vanilla';
import type {
  ExpansionAsk,
  ShownLogits,
  ShownRun,
  WordsDraft,
  WordsLab,
  WordsState,
} from '../../src/app/words/words-lab-types.ts';
import { randomStream } from '../../src/experiment/random.ts';
import { meanError } from '../../src/experiment/standard-error.ts';
import { judgeRows, refineWords, type Judged } from '../../src/experiment/verbalizer/judge-rows.ts';
import { CHAIN_NAMES, CHAIN_VARIANTS, type ChainVariant } from '../../src/experiment/verbalizer/variants.ts';
import type {
  ReportedCell,
  VariantRow,
  VerbalizedTask,
} from '../../src/experiment/verbalizer/verbalize-report.ts';
import type { CandidateWord, WordLogits } from '../../src/experiment/verbalizer/word-logits.ts';
import { EMPTY_WORDS } from '../../src/app/words/lab/words-state.ts';

export const LABELS = ['World', 'Sports', 'Business', 'Sci/Tech'] as const;

const NAMES: readonly (readonly string[])[] = [
  'politics diplomatic sovereignty force discourse democratic parliament rebellion leader officer treaty law'.split(
    ' ',
  ),
  'sports season nfl championships teams leagues coach basketball tournament soccer football comedy'.split(
    ' ',
  ),
  'business auction financial businesses purchase money corporations sale capital prosperity trade firm'.split(
    ' ',
  ),
  'technology applications technique capability wireless communication data conversion devices change clock innovation'.split(
    ' ',
  ),
];
const SPLIT: readonly (readonly string[])[] = [
  ['diplomatical', 'suave', 'sagacious'],
  ['athletics', 'gymnastic'],
  ['noncommercial', 'brokerages'],
  ['biotechnology', 'nanotech', 'neolithic'],
];
const TEMPLATES = [
  'A [MASK] news : {a}',
  '{a} This topic is about [MASK] .',
  '[ Category : [MASK] ] {a}',
  '[ Topic : [MASK] ] {a}',
];
export const SEEDS = [144, 145, 146];
const ROWS = 120;
const SUPPORT = 80;
const VOCABULARY = 4000;
const CUT = 0.5;

/** How many related words a class has beside those with names of their own. */
export interface SyntheticSize {
  readonly more: number;
}

function wordsOf({ more }: SyntheticSize): readonly (readonly CandidateWord[])[] {
  let id = 10;
  return NAMES.map((names, index) => {
    const all = [
      ...names,
      ...Array.from({ length: more }, (_, i) => `${names[i % names.length]}${String(i)}`),
    ];
    return all.map((word, at): CandidateWord => {
      // Every third word lies behind the second one: a sense.
      const path =
        at === 0 ? [word] : at % 3 === 2 ? [names[0], '~', names[1], '+', word] : [names[0], '~', word];
      return {
        word,
        ids: [id++],
        tokens: [word],
        score: Math.max(0.1, 1 - at / all.length),
        source: at % 4 === 3 ? 'gloss' : 'wordnet',
        path: index === 3 ? [] : path,
      };
    });
  });
}

/** Word logits of one template and one support. */
export function syntheticLogits(
  template: number,
  seed: number,
  size: SyntheticSize = { more: 0 },
): WordLogits {
  const words = wordsOf(size);
  // Without a list a class is asked by its name, which has a column of its own.
  const manual = words.map(([name]) => [name]);
  const flat = [...words, ...manual].flatMap((own, at) =>
    own.map((word, position) => ({ word, index: at % LABELS.length, at: position })),
  );
  const fixed = randomStream(7, `words ${String(template)}`);
  const normal = (stream: ReturnType<typeof randomStream>): number => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += stream.integer(0, 10_000) / 10_000;
    return sum - 6;
  };
  const bias = flat.map(() => 1.4 * normal(fixed));
  // The fifth word of each class follows the next one: relevance refinement drops it.
  const strength = flat.map(({ at }) =>
    at === 0 ? 1.1 : at === 5 ? -0.6 : 0.35 + 0.5 * (fixed.integer(0, 100) / 100),
  );
  // The same rows whatever the template.
  const labels = randomStream(11, 'labels');
  const texts = (
    stream: ReturnType<typeof randomStream>,
    count: number,
  ): { truth: number[]; values: Float32Array } => {
    const truth = Array.from({ length: count }, () => labels.integer(0, LABELS.length - 1));
    const values = new Float32Array(count * flat.length);
    truth.forEach((label, row) => {
      const mood = LABELS.map(() => 0.8 * normal(stream));
      flat.forEach(({ index }, column) => {
        values[row * flat.length + column] =
          bias[column] +
          strength[column] * ((index === label ? 1.3 : 0) + mood[index]) +
          0.9 * normal(stream);
      });
    });
    return { truth, values };
  };
  const rows = texts(randomStream(11, `rows ${String(template)}`), ROWS);
  const support = texts(randomStream(seed, `support ${String(template)}`), SUPPORT);
  const prior = Float32Array.from(flat, (_, column) => {
    let sum = 0;
    for (let row = 0; row < SUPPORT; row++) sum += support.values[row * flat.length + column];
    return sum / SUPPORT;
  });
  return {
    words,
    manual,
    truth: rows.truth,
    rows: rows.values,
    support: support.values,
    prior,
    ranks: Float32Array.from(flat, ({ at }) => (at % 9 === 8 ? 100 : 2500 + at)),
    vocabulary: VOCABULARY,
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function rowOf(variant: ChainVariant, cells: readonly ReportedCell[]): VariantRow {
  const values = cells.filter((cell) => cell.variant === variant).map(({ accuracy }) => accuracy);
  const error = meanError(values);
  const bySeed = SEEDS.map((seed) =>
    mean(
      cells.filter((cell) => cell.variant === variant && cell.seed === seed).map(({ accuracy }) => accuracy),
    ),
  );
  return {
    variant,
    shots: 0,
    accuracy: { mean: mean(values), interval: null, seeds: bySeed },
    spread: error === null ? null : Math.sqrt(error.variance * values.length),
    best: Math.max(...values),
  };
}

export function syntheticTask(size: SyntheticSize = { more: 0 }): VerbalizedTask {
  const cells = TEMPLATES.flatMap((_, template) =>
    SEEDS.flatMap((seed) => {
      const logits = syntheticLogits(template, seed, size);
      const refined = refineWords(logits, CUT);
      return CHAIN_NAMES.map((variant): ReportedCell => {
        const judged: Judged = judgeRows(logits, refined, CHAIN_VARIANTS[variant]);
        return {
          variant,
          template,
          seed,
          shots: 0,
          accuracy: judged.accuracy,
          kept: judged.kept.map(({ length }) => length),
          support: [],
          labelled: [],
          words: [],
          predictions: judged.predictions,
        };
      });
    }),
  );
  const { truth, words } = syntheticLogits(0, SEEDS[0], size);
  const confusion = (variant: ChainVariant): number[][] => {
    const counts = LABELS.map(() => LABELS.map(() => 0));
    for (const cell of cells.filter((one) => one.variant === variant))
      cell.predictions.forEach((chosen, row) => (counts[truth[row]][chosen] += 1));
    return counts;
  };
  const table = CHAIN_NAMES.map((variant) => rowOf(variant, cells));
  const words1 = words.map((own) => own.length);
  return {
    task: 'agnews',
    labels: LABELS,
    templates: TEMPLATES,
    rows: ROWS,
    majority: 0.27,
    truth,
    words: words.map((own, index) => ({
      label: LABELS[index],
      listed: own.length + SPLIT[index].length + (index < 2 ? 1 : 0),
      kept: own.length,
      manual: [own[0].word],
      words: own,
      dropped: [
        ...SPLIT[index].map((word) => ({ word, why: 'several-tokens' as const })),
        ...(index < 2 ? [{ word: 'play', why: 'shared' as const, with: LABELS[1 - index] }] : []),
      ],
    })),
    phases: [
      { name: 'expanded', counts: words1.map((count, index) => count + SPLIT[index].length) },
      { name: 'tokens', counts: words1 },
    ],
    table: [
      ...table,
      {
        variant: 'KPT+weights',
        shots: 1,
        accuracy: { mean: 0.79, interval: { low: 0.75, high: 0.83 }, seeds: [0.79] },
        spread: 0.02,
        best: 0.82,
      },
      {
        variant: 'KPT+weights',
        shots: 10,
        accuracy: { mean: 0.83, interval: { low: 0.8, high: 0.86 }, seeds: [0.83] },
        spread: 0.01,
        best: 0.84,
      },
    ],
    differences: [
      { from: 'PT', to: 'PT+CC', shots: 0, difference: 0.16, interval: { low: 0.1, high: 0.22 } },
    ],
    cells: [
      ...cells,
      {
        ...cells[0],
        variant: 'KPT+weights',
        shots: 10,
        words: words.map((own) => own.map(({ word }) => word)),
        weights: words.map((own) => own.map((_, at) => Math.sin(at))),
      },
    ],
    supportCurve: [0, 25, 50, 100, 200].map((size, i) => ({
      size,
      accuracy: {
        mean: [0.55, 0.71, 0.74, 0.75, 0.76][i],
        interval: { low: 0.5 + i / 20, high: 0.8 },
        seeds: [0.7, 0.72, 0.74],
      },
    })),
    confusion: { before: confusion('PT'), after: confusion('KPT+CC+FR+RR') },
  };
}

export function syntheticRun(size: SyntheticSize = { more: 0 }): ShownRun {
  return {
    plm: 'lab-small',
    seeds: SEEDS,
    task: syntheticTask(size),
    words: 'kpt',
    support: 200,
    frequencyCut: CUT,
    looks: [
      { template: 1, seed: 144 },
      { template: 0, seed: 145 },
    ],
    trained: { accuracy: 0.86, note: 'soft prompt, 2,000 labels' },
    madeBy: { madeBy: 'lab verbalize', engine: 'cpu' },
  };
}

const TEXTS = [
  'Real Madrid 4 Roma 2. Real Madrid captain Raul was the hero as his side came back from two goals down.',
  'Oil prices rise for a third day as supplies tighten.',
  'A probe enters the orbit of Saturn after seven years.',
];

export function syntheticShown(
  template: number,
  seed: number,
  size: SyntheticSize = { more: 0 },
): ShownLogits {
  const logits = syntheticLogits(template, seed, size);
  const texts = logits.truth.map((_, row) => TEXTS[row] ?? `Text ${String(row)}`);
  return { template, seed, logits, texts };
}

export const DRAFT: WordsDraft = {
  plm: 'lab-small',
  task: 'agnews',
  templates: TEMPLATES,
  support: '200',
  seeds: '144,145,146',
  rows: '500',
  frequencyCut: String(CUT),
  handling: 'mean',
  oneToken: true,
  words: 'kpt',
};

export const EMPTY: WordsState = {
  ...EMPTY_WORDS,
  wordLists: [
    ['kpt', 'the published list'],
    ['own', 'expanded here'],
  ],
};

export interface ScriptedWords extends WordsLab {
  /** What was asked for, in order. */
  readonly asked: readonly (readonly [string, ...unknown[]])[];
}

/** A lab that remembers what it was asked for, and does what needs no PLM. */
export function scriptedWords(
  state: Partial<WordsState> = {},
  size: SyntheticSize = { more: 0 },
): ScriptedWords {
  const store = createStore<WordsState>(() => ({ ...EMPTY, ...state }));
  const draft = createStore<WordsDraft>(() => DRAFT);
  const asked: (readonly [string, ...unknown[]])[] = [];
  const note =
    (name: string) =>
    (...given: readonly unknown[]): void =>
      void asked.push([name, ...given]);
  return {
    store,
    draft,
    asked,
    plms: [
      ['lab-tiny', 'lab-tiny'],
      ['lab-small', 'lab-small'],
    ],
    tasks: [
      ['agnews', 'AG News'],
      ['yahoo', 'Yahoo'],
    ],
    open: note('open'),
    showSaved: note('showSaved'),
    choose(plm, task) {
      note('choose')(plm, task);
      draft.setState({ plm, task });
    },
    look(template, seed) {
      note('look')(template, seed);
      store.setState({ logits: syntheticShown(template, seed, size) });
    },
    start: note('start'),
    pause: note('pause'),
    resume: note('resume'),
    stop: note('stop'),
    type(text) {
      note('type')(text);
      store.setState({ sentence: { kind: 'typed', text, logits: null, isRead: false, error: null } });
    },
    sample: (row) => store.setState({ sentence: { kind: 'row', row } }),
    expand: (ask: ExpansionAsk) => note('expand')(ask),
    takeExpanded: () => draft.setState({ words: 'own' }),
    openFiles: note('openFiles'),
    file: () => Promise.resolve(null),
    keep(words) {
      note('keep')(words);
      return Promise.resolve(words.name);
    },
  };
}
