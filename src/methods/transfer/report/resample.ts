/** Bootstrap estimates over seeds and over rows. A seed that is missing is left out, never counted as zero. */
import { randomStream, type RandomStream } from '../../../experiment/random.ts';
import { percentiles, type Interval } from '../../../experiment/statistics.ts';
import type { Estimate } from '../../../experiment/transfer/transfer-report.ts';

export const RESAMPLES = 500;

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
  return percentiles(drawn);
}

/** `count` indices below `count`, drawn with replacement; a single one stands for itself. */
export function redrawn(count: number, stream: RandomStream): readonly number[] {
  return Array.from({ length: count }, () => (count === 1 ? 0 : stream.integer(0, count - 1)));
}

/** `RESAMPLES` draws of `count` rows with replacement, by position; the same for all that have as many rows. */
export function rowDraws(count: number): readonly Int32Array[] {
  const stream = randomStream(1, `rows ${String(count)}`);
  return Array.from({ length: RESAMPLES }, () =>
    Int32Array.from({ length: count }, () => stream.integer(0, count - 1)),
  );
}

/** So many values have few enough resamples to take every one of them: 4⁴ = 256. */
const MOST_ENUMERATED = 4;

/** Means of all resamples of `values`, each as likely as the others. */
function everyMean(values: readonly number[]): readonly number[] {
  const sums = values.reduce<readonly number[]>(
    (partial) => partial.flatMap((sum) => values.map((value) => sum + value)),
    [0],
  );
  return sums.map((sum) => sum / values.length);
}

/** Mean over seeds with an interval that resamples seeds; null where no seed is known. */
export function overSeeds(seeds: readonly (number | null)[], stream: RandomStream): Estimate | null {
  const known = seeds.filter((value) => value !== null);
  if (known.length === 0) return null;
  const all = known.length > MOST_ENUMERATED ? [] : everyMean(known);
  let next = 0;
  const interval =
    known.length === 1
      ? null
      : known.length <= MOST_ENUMERATED
        ? percentileInterval(() => all[next++], all.length)
        : percentileInterval(() => meanOf(redrawn(known.length, stream).map((index) => known[index])));
  return { mean: meanOf(known), interval, seeds };
}
