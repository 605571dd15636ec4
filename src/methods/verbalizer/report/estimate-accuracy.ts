/** Accuracies over templates and seeds as a report's table gives them. */
import { accuracy } from '../../../experiment/metrics.ts';
import type { Estimate } from '../../../experiment/estimate.ts';
import { meanError } from '../../../experiment/standard-error.ts';
import { accuracyOver, type CellAnswers } from '../../../experiment/verbalizer/mean-over-cells.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean over templates and seeds, and its interval over templates, supports and test rows. null without answers.
 * @returns `seeds` has the mean over templates of each seed, null of one without answers
 */
export function accuracyEstimate(
  answers: readonly CellAnswers[],
  seeds: readonly number[],
  truth: readonly number[],
): Estimate | null {
  const over = accuracyOver(answers, truth);
  if (over === null) return null;
  return {
    ...over,
    seeds: seeds.map((seed) => {
      const own = answers.filter((answer) => answer.seed === seed);
      return own.length === 0 ? null : mean(cellAccuracies(own, truth));
    }),
  };
}

/** Accuracy of each template and seed. */
export const cellAccuracies = (
  answers: readonly CellAnswers[],
  truth: readonly number[],
): readonly number[] => answers.map(({ predictions }) => accuracy(predictions, truth));

/** Standard deviation, n − 1; null for fewer than two. */
export function spreadOf(values: readonly number[]): number | null {
  const error = meanError(values);
  return error === null ? null : Math.sqrt(error.variance * values.length);
}
