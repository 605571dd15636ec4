/**
 * From one number a word to a score a class (specs: KPT, sections 5.2 to 5.5): log-probabilities over all words of all
 * classes, calibrated by a prior, and brought together within each class. Everything is in log space, so no prior is too
 * large and nothing is added to avoid a zero.
 */
import type { Matrix } from './word-values.ts';

/** Of each class the columns of its words. */
export type ClassWords = readonly (readonly number[])[];

/**
 * `mean-log-probability` is the published code's: a geometric mean. `mean-probability` is the paper's formula. `maximum`
 * lets the likeliest word speak for its class.
 */
export const AGGREGATIONS = ['mean-log-probability', 'mean-probability', 'maximum'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Logarithm of the sum of e to each power. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let index = 0; index < values.length; index++) top = Math.max(top, values[index]);
  if (!Number.isFinite(top)) return top;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index] - top);
  return top + Math.log(sum);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const BY_CLASS: Readonly<Record<Aggregation, (logs: Float64Array) => number>> = {
  'mean-log-probability': mean,
  'mean-probability': (logs) => logSumExp(logs) - Math.log(logs.length),
  maximum: (logs) => logs.reduce((most, value) => Math.max(most, value), -Infinity),
};

/** log p of the words of every class in one row, class after class. @param prior [columns of `words`], or null */
export function rowLogProbabilities(
  words: Matrix,
  row: number,
  classes: ClassWords,
  prior: Float64Array | null,
): readonly Float64Array[] {
  const at = row * words.columns;
  const calibrated = classes.map((columns) =>
    Float64Array.from(columns, (column) => words.values[at + column] - (prior?.[column] ?? 0)),
  );
  const all = logSumExp(Float64Array.from(calibrated.map(logSumExp)));
  return calibrated.map((values) => values.map((value) => value - all));
}

export interface Scoring {
  readonly classes: ClassWords;
  /** What the mask says of each word before a text is read; null without calibration. */
  readonly prior: Float64Array | null;
  readonly aggregation?: Aggregation;
}

/** @param words [rows × words] @returns [rows × classes] */
export function classScores(
  words: Matrix,
  { classes, prior, aggregation = 'mean-log-probability' }: Scoring,
): Float64Array {
  const bring = BY_CLASS[aggregation];
  const scores = new Float64Array(words.rows * classes.length);
  for (let row = 0; row < words.rows; row++)
    scores.set(rowLogProbabilities(words, row, classes, prior).map(bring), row * classes.length);
  return scores;
}
