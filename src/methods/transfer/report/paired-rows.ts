/** Differences and ratios of accuracies on the same rows, with their error over rows and seeds. */
import { crossedMean, unseenShare, type SeedsByRows } from '../../../experiment/crossed-mean.ts';
import { errorInterval, within } from '../../../experiment/standard-error.ts';
import type { Interval } from '../../../experiment/statistics.ts';

/** Accuracy of each of some rows with each of some seeds: 0 or 1, or between for a mean over prompts. */
export type RowScores = readonly Float64Array[];

export interface PairedValue {
  readonly mean: number;
  /** 95 %; null for fewer than two rows. */
  readonly interval: Interval | null;
}

const combined = (seeds: number, rows: number, of: (seed: number, row: number) => number): SeedsByRows =>
  Array.from({ length: seeds }, (_, seed) => Float64Array.from({ length: rows }, (__, row) => of(seed, row)));

const meanAll = (scores: RowScores): number => crossedMean(scores).mean;

/** Mean of the rows' scores. A mean at which nothing varies is off by what so many rows can't show. */
export function crossedShare(scores: RowScores, bounds: Interval): PairedValue {
  const { mean, error } = crossedMean(scores);
  if (error === null) return { mean, interval: null };
  if (error.variance > 0) return { mean, interval: within(errorInterval(mean, error), bounds) };
  const unseen = unseenShare(scores[0].length);
  return { mean, interval: within({ low: mean - unseen, high: mean + unseen }, bounds) };
}

/** Mean of a − b, row by row and seed by seed. */
export function pairedDifference(a: RowScores, b: RowScores): PairedValue {
  const differences = a.map((seed, at) => seed.map((value, row) => value - b[at][row]));
  return crossedShare(differences, { low: -1, high: 1 });
}

/**
 * Mean of (a − floor) over mean of (b − floor). The error is that of the ratio's linear part (delta method): row by row
 * and seed by seed ((a − floor) − ratio · (b − floor)) / mean(b − floor). null where the mean below the line isn't positive.
 * @param floor zero everywhere for a plain ratio
 */
export function pairedRatio(a: RowScores, b: RowScores, floor: RowScores): PairedValue | null {
  const [above, below] = [meanAll(a) - meanAll(floor), meanAll(b) - meanAll(floor)];
  if (below <= 0) return null;
  const ratio = above / below;
  const linear = combined(a.length, a[0].length, (seed, row) => {
    const at = floor[seed][row];
    return (a[seed][row] - at - ratio * (b[seed][row] - at)) / below;
  });
  const { error } = crossedMean(linear);
  return { mean: ratio, interval: error === null ? null : errorInterval(ratio, error) };
}
