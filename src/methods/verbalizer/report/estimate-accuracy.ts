/** Accuracies over templates and seeds, and differences of two arms on the same rows, with what is known of their error. */
import { accuracy } from '../../../experiment/metrics.ts';
import { crossedMean } from '../../../experiment/crossed-mean.ts';
import type { Estimate } from '../../../experiment/estimate.ts';
import { errorInterval, within } from '../../../experiment/standard-error.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import type { Answers } from './cell-answers.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of each seed that has answers, each row's share of templates that answered it rightly: [seeds][rows]. */
function rightBySeed(
  answers: readonly Answers[],
  seeds: readonly number[],
  truth: readonly number[],
): readonly (readonly number[] | null)[] {
  return seeds.map((seed) => {
    const own = answers.filter(({ cell }) => cell.seed === seed);
    if (own.length === 0) return null;
    return truth.map((y, row) => mean(own.map(({ predictions }) => (predictions[row] === y ? 1 : 0))));
  });
}

const present = <T>(values: readonly (T | null)[]): readonly T[] => values.filter((value) => value !== null);

/** Mean over templates and seeds; the interval is over test rows and seeds, of these templates. null without answers. */
export function accuracyEstimate(
  answers: readonly Answers[],
  seeds: readonly number[],
  truth: readonly number[],
): Estimate | null {
  const right = rightBySeed(answers, seeds, truth);
  const found = present(right);
  if (found.length === 0) return null;
  const { mean: middle, error } = crossedMean(found);
  return {
    mean: middle,
    interval: error === null ? null : within(errorInterval(middle, error), { low: 0, high: 1 }),
    seeds: right.map((rows) => (rows === null ? null : mean(rows))),
  };
}

/** Accuracy of each template and seed. */
export const cellAccuracies = (answers: readonly Answers[], truth: readonly number[]): readonly number[] =>
  answers.map(({ predictions }) => accuracy(predictions, truth));

/** Standard deviation, n − 1; null for fewer than two. */
export function spreadOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

export interface PairedStep {
  readonly mean: number;
  readonly interval: Interval | null;
}

/** Second minus first over the templates and seeds that both have, row by row. null where they share none. */
export function pairedStep(
  first: readonly Answers[],
  second: readonly Answers[],
  seeds: readonly number[],
  truth: readonly number[],
): PairedStep | null {
  const key = ({ cell }: Answers): string => `${String(cell.template)} ${String(cell.seed)}`;
  const shared = (own: readonly Answers[], other: readonly Answers[]): readonly Answers[] => {
    const keys = new Set(other.map(key));
    return own.filter((one) => keys.has(key(one)));
  };
  const [a, b] = [
    rightBySeed(shared(first, second), seeds, truth),
    rightBySeed(shared(second, first), seeds, truth),
  ];
  const differences = present(
    a.map((rows, seed) => {
      const others = b[seed];
      return rows === null || others === null ? null : rows.map((right, row) => others[row] - right);
    }),
  );
  if (differences.length === 0) return null;
  const { mean: middle, error } = crossedMean(differences);
  return { mean: middle, interval: error === null ? null : errorInterval(middle, error) };
}
