/** Means over seeds. A seed that is missing is left out, never counted as zero. */
import { tInterval, within } from '../../../experiment/standard-error.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import type { Estimate } from '../../../experiment/transfer/transfer-report.ts';

/** What an accuracy can be. */
export const SHARE: Interval = { low: 0, high: 1 };

/** What a correlation can be. */
export const RHO: Interval = { low: -1, high: 1 };

const UNBOUNDED: Interval = { low: -Infinity, high: Infinity };

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of what is known; null for nothing. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : meanOf(known);
}

/** Mean over seeds with Student's interval over seeds; null where no seed is known. @param bounds of what is averaged */
export function overSeeds(seeds: readonly (number | null)[], bounds = UNBOUNDED): Estimate | null {
  const known = seeds.filter((value) => value !== null);
  if (known.length === 0) return null;
  const interval = tInterval(known);
  return { mean: meanOf(known), interval: interval === null ? null : within(interval, bounds), seeds };
}
