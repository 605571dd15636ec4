/** What the two speed-ups are between random starts of different seeds, where nothing is transferred. */
import type { NullRatio, NullRatios } from '../../../experiment/transfer/early-look-report.ts';
import type { SpeedUp } from '../../../experiment/transfer/transfer-report.ts';
import { seedError, tQuantile } from '../../../experiment/standard-error.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import { convergedCost, speedUps, type CurveCost } from '../speed-up.ts';

/**
 * exp(± t · s · √2), s the standard deviation of log s* over n seeds, n − 1 degrees of freedom: the prediction interval of
 * the ratio of two further seeds where log s* is normal. null where the spread isn't known.
 */
function ratioInterval(costs: readonly number[]): Interval | null {
  const error = seedError(costs.map((cost) => Math.log(cost)));
  if (error === null || error.variance === 0) return null;
  const half = tQuantile(error.degrees) * Math.sqrt(2 * error.variance * costs.length);
  return { low: Math.exp(-half), high: Math.exp(half) };
}

function nullRatio(found: readonly SpeedUp[], interval: Interval | null): NullRatio {
  const factors = found.flatMap((one) => (one.kind === 'reached' ? [one.factor] : []));
  return {
    pairs: found.length,
    notReached: found.length - factors.length,
    range: factors.length === 0 ? null : { low: Math.min(...factors), high: Math.max(...factors) },
    interval,
  };
}

/**
 * Both speed-ups of every ordered pair of `curves`, the random starts of a target, one a seed; null for fewer than two.
 * Seeds differ in the order of the rows and in the examples too, which two starts of one seed don't: it is on the wide side.
 */
export function nullRatios(curves: readonly (readonly CurveCost[])[]): NullRatios | null {
  if (curves.length < 2) return null;
  const pairs = curves.flatMap((slow, a) =>
    curves.flatMap((fast, b) => (a === b ? [] : [speedUps(slow, fast)])),
  );
  const costs = curves.map((curve) => convergedCost(curve)).filter((cost) => cost !== null);
  return {
    converged: nullRatio(
      pairs.map(({ converged }) => converged),
      ratioInterval(costs),
    ),
    comparable: nullRatio(
      pairs.map(({ comparable }) => comparable),
      null,
    ),
  };
}
