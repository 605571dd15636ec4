/** Means over seeds and rows at once: every seed answered the same rows. */
import { meanError, seedError, sumOfErrors, type ErrorTerm } from './standard-error.ts';

/** One list a seed, all of the same rows: [seeds][rows]. */
export type SeedsByRows = readonly ArrayLike<number>[];

export interface CrossedMean {
  readonly mean: number;
  /** null where there are no two rows. */
  readonly error: ErrorTerm | null;
}

/**
 * Mean of all values. Rows and seeds are both drawn, rows the same for each seed, so that the error is that of the
 * rows' means over seeds plus that of the seeds' means over rows. What only a row and a seed together explain is
 * counted in both, which errs to the wide side. With one or two seeds the error is of rows alone: nothing is known of how
 * other seeds would differ.
 * @param values at least one seed of at least one row
 */
export function crossedMean(values: SeedsByRows): CrossedMean {
  const rows = values[0].length;
  const ofRows = Array.from({ length: rows }, (_, row) => meanOf(values.map((seed) => seed[row])));
  const ofSeeds = values.map((seed) => meanOf(Array.from(seed)));
  const parts = [meanError(ofRows), seedError(ofSeeds)].filter((part) => part !== null);
  return { mean: meanOf(ofSeeds), error: rows < 2 ? null : sumOfErrors(parts) };
}

/**
 * What has not been seen in `rows` independent rows happens in a share of at most this, 1 − 0.025^(1/rows) (the upper end
 * of Clopper and Pearson's 95 % interval of none): how far off a share of 0 or 1, or a difference of 0, still may be.
 */
export const unseenShare = (rows: number): number => 1 - 0.025 ** (1 / rows);

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
