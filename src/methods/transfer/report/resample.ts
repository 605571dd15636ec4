/** Bootstrap estimates over seeds and over rows. A seed that is missing is left out, never counted as zero. */
import type { RandomStream } from '../../../experiment/random.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import type { Estimate } from '../../../experiment/transfer-report.ts';

const RESAMPLES = 500;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of what is known; null for nothing. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : meanOf(known);
}

/** 95 % percentile interval of `draw`; null where it gives too few numbers. */
export function percentileInterval(draw: () => number | null, resamples = RESAMPLES): Interval | null {
  const drawn = Array.from({ length: resamples }, draw)
    .filter((value) => value !== null && Number.isFinite(value))
    .map(Number)
    .sort((a, b) => a - b);
  if (drawn.length < resamples / 2) return null;
  const at = (share: number): number => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))];
  return { low: at(0.025), high: at(0.975) };
}

/** `count` indices below `count`, drawn with replacement; a single one stands for itself. */
export function redrawn(count: number, stream: RandomStream): readonly number[] {
  return Array.from({ length: count }, () => (count === 1 ? 0 : stream.integer(0, count - 1)));
}

/** Mean over seeds with an interval that resamples seeds; null where no seed is known. */
export function overSeeds(seeds: readonly (number | null)[], stream: RandomStream): Estimate | null {
  const known = seeds.filter((value) => value !== null);
  if (known.length === 0) return null;
  const interval =
    known.length === 1
      ? null
      : percentileInterval(() => meanOf(redrawn(known.length, stream).map((index) => known[index])));
  return { mean: meanOf(known), interval, seeds };
}
