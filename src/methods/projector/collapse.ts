/**
 * Whether a projector reads its input. A projector that emits one memorised prompt can score well on all tasks alike
 * to those it was trained on, so accuracy does not show it; how alike its outputs are does.
 */
import { cosine } from '../transfer/prompt-matrix.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';

/**
 * Cosine from which two projected prompts count as one. The published collapsed projectors lie at 1.0000 and above
 * 0.95, the one that still told its tasks apart at 0.52 to 0.94 (specification, section 10.4).
 */
export const COLLAPSE_COSINE = 0.95;

/**
 * Largest share of 1 − cosine that may be left of it for a pair to count as merged. 1 − cosine goes with the square of
 * the angle: a quarter is half of the angle. Prompts trained from a shared start are nearly alike before any projection;
 * an identity keeps all of what tells them apart and must not ring.
 */
export const COLLAPSE_KEPT = 0.25;

/** Source prompts nearer than this are the same up to float32, and say nothing about the projector. */
const SAME_SOURCE = 1e-6;

export interface CollapseAlarm {
  readonly collapsed: boolean;
  /** Pairs [i, j], i < j, whose difference got lost. */
  readonly merged: readonly (readonly [number, number])[];
  /** Share of the prompts that could be told from some other one and have merged with such a one. */
  readonly share: number;
}

/** Cosine of every two prompts as vectors of all their numbers, [i][j]; 1 on the diagonal. */
export function pairwiseCosines(prompts: readonly SavedPrompt[]): number[][] {
  return prompts.map((a, i) => prompts.map((b, j) => (i === j ? 1 : cosine(a.values, b.values))));
}

/**
 * Rings when more than half of the prompts have merged with another one: both alike after projection and not nearly as
 * alike before. It counts prompts and not pairs, and takes no mean: one outlier among n takes n − 1 pairs with it and a
 * projector that has memorised two prompts keeps about half of all pairs apart, yet in both nearly every prompt has
 * merged with some other. Prompts that have no different source to merge with are not counted. A false alarm costs
 * a look at the source-swap gap; a missed one a wrong conclusion.
 * @param source pairwise cosines of the source prompts
 * @param projected pairwise cosines of the projected ones, in the same order
 */
export function collapseAlarm(
  source: readonly (readonly number[])[],
  projected: readonly (readonly number[])[],
): CollapseAlarm {
  const merged: [number, number][] = [];
  const told = new Set<number>();
  for (let i = 0; i < source.length; i += 1) {
    for (let j = i + 1; j < source.length; j += 1) {
      const before = 1 - source[i][j];
      if (before <= SAME_SOURCE) continue;
      told.add(i).add(j);
      const after = 1 - projected[i][j];
      if (projected[i][j] >= COLLAPSE_COSINE && after <= COLLAPSE_KEPT * before) merged.push([i, j]);
    }
  }
  const share = told.size === 0 ? 0 : new Set(merged.flat()).size / told.size;
  return { collapsed: share > 0.5, merged, share };
}
