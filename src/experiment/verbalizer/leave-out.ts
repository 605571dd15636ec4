/**
 * What answers become without some words: a class is the mean of its words, so that leaving words out is a subtraction, and
 * every word can be tried in turn (specs: KPT, section 5, closed form).
 */
import { crossedMean, unseenShare } from '../crossed-mean.ts';
import { argmax } from '../metrics.ts';
import { errorInterval } from '../standard-error.ts';
import type { Interval } from '../statistics.ts';
import type { ClassWords } from './chain/class-scores.ts';
import { wordCount, type WordLogits } from './word-logits.ts';

/** Sums of what the words of each class are worth in each row. */
export interface ClassSums {
  readonly logits: WordLogits;
  readonly kept: ClassWords;
  readonly isCalibrated: boolean;
  /** [rows × classes] */
  readonly sums: Float64Array;
  /** [rows] */
  readonly predictions: readonly number[];
}

export interface WithoutWords {
  /** Answers that turn. */
  readonly flips: number;
  /** Accuracy without them minus accuracy with them, in shares. */
  readonly difference: number;
  /** 95 %, over the rows, which both answered. */
  readonly interval: Interval;
}

/** @param kept columns of each class that count, at least one each */
export function classSums(logits: WordLogits, kept: ClassWords, isCalibrated: boolean): ClassSums {
  const [classes, columns] = [kept.length, wordCount(logits)];
  const rows = logits.truth.length;
  const sums = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++)
    for (let index = 0; index < classes; index++)
      for (const column of kept[index])
        sums[row * classes + index] +=
          logits.rows[row * columns + column] - (isCalibrated ? logits.prior[column] : 0);
  const counts = kept.map(({ length }) => length);
  return { logits, kept, isCalibrated, sums, predictions: predict(sums, counts, rows) };
}

/**
 * Answers without some of the words that count.
 * @param columns of words that count; others change nothing
 * @returns null where a class would be left without a word
 */
export function withoutWords(of: ClassSums, columns: readonly number[]): WithoutWords | null {
  const { logits, kept, isCalibrated, sums, predictions } = of;
  const { truth } = logits;
  const classes = kept.length;
  const stride = wordCount(logits);
  const wanted = new Set(columns);
  const gone = kept.map((own) => own.filter((column) => wanted.has(column)));
  const counts = kept.map((own, index) => own.length - gone[index].length);
  if (counts.some((count) => count === 0)) return null;
  const left = Float64Array.from(sums);
  for (let row = 0; row < truth.length; row++)
    gone.forEach((own, index) => {
      for (const column of own)
        left[row * classes + index] -=
          logits.rows[row * stride + column] - (isCalibrated ? logits.prior[column] : 0);
    });
  const after = predict(left, counts, truth.length);
  const gains = truth.map((label, row) => Number(after[row] === label) - Number(predictions[row] === label));
  return {
    flips: after.filter((prediction, row) => prediction !== predictions[row]).length,
    ...difference(gains),
  };
}

function predict(sums: Float64Array, counts: readonly number[], rows: number): readonly number[] {
  const scores = sums.map((sum, at) => sum / counts[at % counts.length]);
  return Array.from({ length: rows }, (_, row) => argmax(scores, row * counts.length, counts.length));
}

/** Where no answer changed between right and wrong, a change may still be in rows that nobody saw. */
function difference(gains: readonly number[]): Pick<WithoutWords, 'difference' | 'interval'> {
  if (gains.length === 0) return { difference: 0, interval: { low: -1, high: 1 } };
  const { mean, error } = crossedMean([gains]);
  const unseen = unseenShare(gains.length);
  return {
    difference: mean,
    interval:
      error === null || error.variance === 0
        ? { low: mean - unseen, high: mean + unseen }
        : errorInterval(mean, error),
  };
}
