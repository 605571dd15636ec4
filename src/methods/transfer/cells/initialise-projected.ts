/** Trains a task on another PLM from its projected prompt. */
import type { InitialisedCell } from '../../../experiment/transfer/cells/initialise.ts';
import {
  INITIALISE_PROJECTED,
  type InitialiseProjectedCell,
} from '../../../experiment/transfer/cells/initialise-projected.ts';
import { PROJECT } from '../../../experiment/transfer/cells/project.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { trainAndScore } from '../train-and-score.ts';
import type { TransferWorld } from '../transfer-world.ts';

export const initialiseProjected: CellComputation<InitialiseProjectedCell, InitialisedCell, TransferWorld> = {
  of: INITIALISE_PROJECTED,
  async compute({ index, task, seed }, context) {
    const { projections, training } = context.world.sweep;
    const { toPlm: plm } = projections[index];
    const { tasks } = await context.need(PROJECT, { kind: 'project', index, seed });
    const values = tasks[task].prompt;
    const length = training.promptLength;
    const start = { length, width: values.length / length, values };
    return trainAndScore(context, { plm, task, seed }, start, `training ${task} from its projected prompt`);
  },
};
