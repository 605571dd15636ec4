/**
 * From one number a word to a score a class (specs: KPT, sections 5.2 to 5.5): log-probabilities over all words of all
 * classes, calibrated by a prior, and brought together within each class. Everything is in log space, so no prior is too
 * large and nothing is added to avoid a zero.
 */
import type { Matrix } from './word-values.ts';

/** Of each class the columns of its words. */
export type ClassWords = readonly (readonly number[])[];

/**
 * `mean-log-probability` is the published code's: a geometric mean. `mean-probability` is the
 * arithmetic one. `maximum` lets the likeliest word speak for its class.
 */
export const AGGREGATIONS = ['mean-log-probability', 'mean-probability', 'maximum'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Logarithm of the sum of e to each power. */
export function logSumExp(values: Float32Array | Float64Array | readonly number[]): number {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  if (!Number.isFinite(top)) return top;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

const BY_CLASS: Readonly<Record<Aggregation, (logs: Float64Array) => number>> = {
  'mean-log-probability': (logs) => {
    let sum = 0;
    for (const log of logs) sum += log;
    return sum / logs.length;
  },
  'mean-probability': (logs) => logSumExp(logs) - Math.log(logs.length),
  maximum: (logs) => {
    let most = -Infinity;
    for (const log of logs) most = Math.max(most, log);
    return most;
  },
};

/**
 * Makes log p of every class's words, row after row, into the same memory: rows come by the hundred while a person
 * watches.
 */
export class LogProbabilities {
  private readonly columns: Int32Array;
  private readonly priors: Float64Array;
  private readonly values: Float64Array;
  /** log p of each class's words; overwritten by the next row. */
  readonly byClass: readonly Float64Array[];

  /** @param prior [columns of `words`], or null */
  constructor(
    private readonly words: Matrix,
    classes: ClassWords,
    prior: Float64Array | null,
  ) {
    this.columns = Int32Array.from(classes.flat());
    this.priors = Float64Array.from(this.columns, (column) => prior?.[column] ?? 0);
    this.values = new Float64Array(this.columns.length);
    let start = 0;
    this.byClass = classes.map(({ length }) => this.values.subarray(start, (start += length)));
  }

  read(row: number): readonly Float64Array[] {
    const { columns, priors, values } = this;
    const at = row * this.words.columns;
    for (let word = 0; word < columns.length; word++)
      values[word] = this.words.values[at + columns[word]] - priors[word];
    const all = logSumExp(values);
    for (let word = 0; word < columns.length; word++) values[word] -= all;
    return this.byClass;
  }
}

export interface Scoring {
  readonly classes: ClassWords;
  /** What the mask says of each word before a text is read; null without calibration. */
  readonly prior: Float64Array | null;
  readonly aggregation?: Aggregation | undefined;
}

/** @param words [rows × words] @returns [rows × classes] */
export function classScores(
  words: Matrix,
  { classes, prior, aggregation = 'mean-log-probability' }: Scoring,
): Float64Array {
  const bring = BY_CLASS[aggregation];
  const logs = new LogProbabilities(words, classes, prior);
  const scores = new Float64Array(words.rows * classes.length);
  for (let row = 0; row < words.rows; row++)
    logs.read(row).forEach((own, c) => (scores[row * classes.length + c] = bring(own)));
  return scores;
}
