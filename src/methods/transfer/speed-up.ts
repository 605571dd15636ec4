/**
 * How much sooner a run gets there from a transferred prompt. The paper names two speed-ups and its code computes none;
 * these definitions are the lab's, over the dev evaluations of two runs with the same settings, seed and order of rows.
 */
import type { SpeedUp, SpeedUps } from '../../experiment/transfer/transfer-report.ts';

/** One evaluation: what the run had cost by then (steps, FLOPs or seconds), and its dev metric. */
export interface CurveCost {
  readonly cost: number;
  readonly metric: number;
}

const bestOf = (curve: readonly CurveCost[]): number =>
  curve.reduce((best, { metric }) => Math.max(best, metric), -Infinity);

/** Cost of the first evaluation whose metric is at least `goal`; null when none is. */
export function costToReach(curve: readonly CurveCost[], goal: number): number | null {
  return curve.find(({ metric }) => metric >= goal)?.cost ?? null;
}

/** s*: cost of the first evaluation within `tolerance` of the run's best; null for a run without evaluations. */
export function convergedCost(curve: readonly CurveCost[], tolerance = 0): number | null {
  return costToReach(curve, bestOf(curve) - tolerance);
}

const ratio = (slow: number | null, fast: number | null): SpeedUp =>
  slow === null || fast === null || fast === 0
    ? { kind: 'not-reached' }
    : { kind: 'reached', factor: slow / fast };

/**
 * Convergence speed-up: s*(random start) / s*(transferred start). Comparable-result speed-up: s*(random start) / first cost
 * at which the transferred start is as good as the best of the random start; “not reached” where it never is.
 */
export function speedUps(
  fromRandom: readonly CurveCost[],
  fromSource: readonly CurveCost[],
  tolerance = 0,
): SpeedUps {
  const slow = convergedCost(fromRandom, tolerance);
  return {
    converged: ratio(slow, convergedCost(fromSource, tolerance)),
    comparable: ratio(slow, costToReach(fromSource, bestOf(fromRandom) - tolerance)),
  };
}
