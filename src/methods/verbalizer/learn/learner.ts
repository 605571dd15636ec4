/** What learns from the labelled rows of a few-shot cell, whatever it learns. */
import type { FewShotCell, FewShotResult } from '../../../experiment/verbalizer/cells/few-shot.ts';
import type { CellContext } from '../../sweep/cell-computation.ts';
import type { LabelledRows } from '../draw-labelled.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

export type Learned = Pick<FewShotResult, 'step' | 'predictions'> &
  Partial<Pick<FewShotResult, 'weights' | 'tokens'>>;

export type Learner = (
  context: CellContext<VerbalizeWorld>,
  cell: FewShotCell,
  rows: LabelledRows,
) => Promise<Learned>;
