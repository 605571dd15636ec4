/**
 * How well an indicator ranks transfers. No public code says whether the paper's correlations were taken per target or
 * pooled, so both are here; leaving out a prompt on its own task is the honest choice, because those pairs raise every
 * value.
 */
import { spearman, spearmanWithInterval, type RankCorrelation } from './rank-correlation.ts';

/** Task × task: scores have targets as rows and sources as columns; null where nothing was measured. */
export type TaskMatrix = readonly (readonly (number | null)[])[];

interface Pair {
  readonly similarity: number;
  readonly score: number;
}

/** Pairs of which both values are known; a rank correlation needs two. */
function known(similarity: readonly (number | null)[], scores: readonly (number | null)[]): readonly Pair[] {
  return similarity.flatMap((value, index) => {
    const score = scores[index];
    return value === null || score === null ? [] : [{ similarity: value, score }];
  });
}

/** Each target's ρ over its sources, null where it is undefined. */
export function spearmanOfTargets(
  similarity: TaskMatrix,
  scores: TaskMatrix,
  withSelf = false,
): readonly (number | null)[] {
  return scores.map((own, target) => {
    const kept = own.map((_, source) => source).filter((source) => withSelf || source !== target);
    const pairs = known(
      kept.map((source) => similarity[target][source]),
      kept.map((source) => own[source]),
    );
    if (pairs.length < 2) return null;
    return spearman(
      pairs.map((pair) => pair.similarity),
      pairs.map((pair) => pair.score),
    );
  });
}

/**
 * For each target t Spearman's ρ over the sources s between similarity(s, t) and score(s → t), then the mean over the
 * targets. Targets where it is undefined are left out; null when all are.
 */
export function perTargetSpearman(
  similarity: TaskMatrix,
  scores: TaskMatrix,
  withSelf = false,
): number | null {
  const each = spearmanOfTargets(similarity, scores, withSelf).filter((value) => value !== null);
  return each.length === 0 ? null : each.reduce((a, b) => a + b, 0) / each.length;
}

export interface TransferPair {
  readonly source: number;
  readonly target: number;
  readonly similarity: number;
  /** 100 · score(s → t) / score(t → t), in %. */
  readonly relative: number;
}

/** Every ordered pair of different tasks of which all is known, for what pools them. */
export function transferPairs(similarity: TaskMatrix, scores: TaskMatrix): readonly TransferPair[] {
  return scores.flatMap((own, target) =>
    own.flatMap((score, source) => {
      const [similar, best] = [similarity[target][source], own[target]];
      if (source === target || score === null || similar === null || best === null) return [];
      return [{ source, target, similarity: similar, relative: (100 * score) / best }];
    }),
  );
}

/**
 * Spearman's ρ over all ordered pairs s ≠ t between similarity and relative performance, with its interval; null for
 * fewer than three pairs, or where it is undefined. @param seed of the interval's bootstrap
 */
export function pooledSpearman(
  similarity: TaskMatrix,
  scores: TaskMatrix,
  seed = 1,
  resamples = 500,
): RankCorrelation | null {
  const pairs = transferPairs(similarity, scores);
  if (pairs.length < 3) return null;
  return spearmanWithInterval(
    pairs.map((pair) => pair.similarity),
    pairs.map((pair) => pair.relative),
    seed,
    resamples,
  );
}
