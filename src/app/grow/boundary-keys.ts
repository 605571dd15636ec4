/** What keys do at the end of a stage. Pure. */
import type { StageDraft } from './grow-lab-types.ts';
import { boundariesOf, countsOfDraft, moveBoundary, resizeStage, type Whole } from './stage-draft.ts';

/** Steps that an arrow moves, as a share of all; with Shift it is one step. */
const ARROW_SHARE = 0.02;
/** Neurons that an arrow adds, as a share of the whole layer. */
const NEURON_SHARE = 1 / 16;

export interface BoundaryKey {
  readonly key: string;
  readonly shift: boolean;
}

/** @returns the stages after the key; null for one that means nothing here */
export function boundaryByKey(
  stages: readonly StageDraft[],
  boundary: number,
  { key, shift }: BoundaryKey,
  whole: Whole | null,
): readonly StageDraft[] | null {
  const counts = countsOfDraft(stages);
  if (counts === null) return null;
  const all = counts.reduce((sum, { steps }) => sum + steps, 0);
  const step = boundariesOf(counts)[boundary];
  const way = shift ? 1 : Math.max(1, Math.round(ARROW_SHARE * all));
  const size = (by: 1 | -1): readonly StageDraft[] =>
    shift
      ? resizeStage(
          stages,
          boundary,
          'neurons',
          by * Math.max(1, Math.round(NEURON_SHARE * (whole?.neurons ?? 16))),
          whole,
        )
      : resizeStage(stages, boundary, 'layers', by, whole);
  switch (key) {
    case 'ArrowLeft':
      return moveBoundary(stages, boundary, step - way);
    case 'ArrowRight':
      return moveBoundary(stages, boundary, step + way);
    case 'ArrowUp':
      return size(1);
    case 'ArrowDown':
      return size(-1);
    case 'Home':
      return moveBoundary(stages, boundary, 0);
    case 'End':
      return moveBoundary(stages, boundary, all);
    default:
      return null;
  }
}
