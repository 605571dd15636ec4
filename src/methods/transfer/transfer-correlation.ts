/**
 * How well an indicator ranks transfers. No public code says whether the paper's correlations were taken per target or
 * pooled, so both are here; leaving out a prompt on its own task is the honest choice, because those pairs raise every
 * value.
 */
import { spearman } from './rank-correlation.ts';

/** Task × task: scores have targets as rows and sources as columns. */
export type TaskMatrix = readonly (readonly number[])[];

/**
 * For each target t Spearman's ρ over the sources s between similarity(s, t) and score(s → t), then the mean over the
 * targets. Targets where it is undefined are left out; null when all are.
 */
export function perTargetSpearman(
  similarity: TaskMatrix,
  scores: TaskMatrix,
  withSelf = false,
): number | null {
  const each = scores
    .map((own, target) => {
      const sources = own.map((_, source) => source).filter((source) => withSelf || source !== target);
      return spearman(
        sources.map((source) => similarity[target][source]),
        sources.map((source) => own[source]),
      );
    })
    .filter((value) => value !== null);
  return each.length === 0 ? null : each.reduce((a, b) => a + b, 0) / each.length;
}

export interface TransferPair {
  readonly source: number;
  readonly target: number;
  readonly similarity: number;
  /** 100 · score(s → t) / score(t → t), in %. */
  readonly relative: number;
}

/** Every ordered pair of different tasks, for what pools them. */
export function transferPairs(similarity: TaskMatrix, scores: TaskMatrix): readonly TransferPair[] {
  return scores.flatMap((own, target) =>
    own.flatMap((score, source) =>
      source === target
        ? []
        : [{ source, target, similarity: similarity[target][source], relative: (100 * score) / own[target] }],
    ),
  );
}

/** Spearman's ρ over all ordered pairs s ≠ t between similarity and relative performance. */
export function pooledSpearman(similarity: TaskMatrix, scores: TaskMatrix): number | null {
  const pairs = transferPairs(similarity, scores);
  return spearman(
    pairs.map((pair) => pair.similarity),
    pairs.map((pair) => pair.relative),
  );
}
