/**
 * How well an indicator ranks transfers. No public code says whether the paper's correlations were taken per target or
 * pooled, so both are here; leaving out a prompt on its own task is the honest choice, because those pairs raise every
 * value.
 */
import { clusteredError } from '../../experiment/clustered-pairs.ts';
import { errorInterval } from '../../experiment/standard-error.ts';
import type { Interval } from '../../experiment/statistics.ts';
import { averageRanks, spearman } from './rank-correlation.ts';

/** Task × task: outcomes have targets as rows and sources as columns; null where nothing was measured. */
export type TaskMatrix = readonly (readonly (number | null)[])[];

interface Pair {
  readonly similarity: number;
  readonly outcome: number;
}

/** Pairs of which both values are known; a rank correlation needs two. */
function known(
  similarity: readonly (number | null)[],
  outcomes: readonly (number | null)[],
): readonly Pair[] {
  return similarity.flatMap((value, index) => {
    const outcome = outcomes[index];
    return value === null || outcome === null ? [] : [{ similarity: value, outcome }];
  });
}

/** Each target's ρ over its sources, null where it is undefined. */
export function spearmanOfTargets(
  similarity: TaskMatrix,
  outcomes: TaskMatrix,
  withSelf = false,
): readonly (number | null)[] {
  return outcomes.map((own, target) => {
    const kept = own.map((_, source) => source).filter((source) => withSelf || source !== target);
    const pairs = known(
      kept.map((source) => similarity[target][source]),
      kept.map((source) => own[source]),
    );
    if (pairs.length < 2) return null;
    return spearman(
      pairs.map((pair) => pair.similarity),
      pairs.map((pair) => pair.outcome),
    );
  });
}

/**
 * For each target t Spearman's ρ over the sources s between similarity(s, t) and outcome(s → t), then the mean over the
 * targets. Targets where it is undefined are left out; null when all are.
 */
export function perTargetSpearman(
  similarity: TaskMatrix,
  outcomes: TaskMatrix,
  withSelf = false,
): number | null {
  const each = spearmanOfTargets(similarity, outcomes, withSelf).filter((value) => value !== null);
  return each.length === 0 ? null : each.reduce((a, b) => a + b, 0) / each.length;
}

export interface TransferPair extends Pair {
  readonly source: number;
  readonly target: number;
}

/** Every ordered pair of different tasks of which both values are known, for what pools them. */
export function transferPairs(similarity: TaskMatrix, outcomes: TaskMatrix): readonly TransferPair[] {
  return outcomes.flatMap((own, target) =>
    own.flatMap((outcome, source) => {
      const similar = similarity[target][source];
      return source === target || outcome === null || similar === null
        ? []
        : [{ source, target, similarity: similar, outcome }];
    }),
  );
}

export interface PooledCorrelation {
  readonly rho: number;
  /** 95 %, clustered by task; null with fewer than three tasks, and for a ρ of ±1, of which no spread is known. */
  readonly interval: Interval | null;
  readonly count: number;
}

/** Ranks less their mean, over their standard deviation: mean 0, mean square 1. */
function standardRanks(values: readonly number[]): readonly number[] {
  const ranks = averageRanks(values);
  const mean = (values.length + 1) / 2;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0) / ranks.length);
  return ranks.map((rank) => (rank - mean) / deviation);
}

/**
 * Spearman's ρ over all ordered pairs s ≠ t between similarity and outcome (relative performance or recovery, such that
 * targets can be compared); null for fewer than three pairs, or where it is undefined.
 *
 * Its interval is Student's on Fisher's scale, artanh ρ, clustered by task. A pair contributes
 * (x y − ρ (x² + y²) / 2) / n with x and y its standardised ranks, the influence function of a correlation (Devlin,
 * Gnanadesikan and Kettenring 1975).
 */
export function pooledSpearman(similarity: TaskMatrix, outcomes: TaskMatrix): PooledCorrelation | null {
  const pairs = transferPairs(similarity, outcomes);
  if (pairs.length < 3) return null;
  const [similarities, results] = [pairs.map((pair) => pair.similarity), pairs.map((pair) => pair.outcome)];
  const rho = spearman(similarities, results);
  if (rho === null) return null;
  const [x, y] = [standardRanks(similarities), standardRanks(results)];
  const error = clusteredError(
    pairs.map(({ source, target }, at) => ({
      source,
      target,
      value: (x[at] * y[at] - (rho * (x[at] ** 2 + y[at] ** 2)) / 2) / pairs.length,
    })),
  );
  return { rho, interval: error === null ? null : onFishersScale(rho, error), count: pairs.length };
}

/** tanh(artanh ρ ± t · error / (1 − ρ²)). */
function onFishersScale(
  rho: number,
  { variance, degrees }: { readonly variance: number; readonly degrees: number },
): Interval | null {
  const slope = 1 - rho ** 2;
  if (slope === 0) return null;
  const { low, high } = errorInterval(Math.atanh(rho), { variance: variance / slope ** 2, degrees });
  return { low: Math.tanh(low), high: Math.tanh(high) };
}
