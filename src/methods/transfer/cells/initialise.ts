/** Trains a target from the source's prompt. */
import {
  INITIALISE,
  type InitialiseCell,
  type InitialisedCell,
} from '../../../experiment/transfer/cells/initialise.ts';
import { sharedTraining } from '../../../experiment/transfer/cells/train.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { trainAndScore } from '../train-and-score.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';

export const initialise: CellComputation<InitialiseCell, InitialisedCell, TransferWorld> = {
  of: INITIALISE,
  async compute({ source, target, seed }, context) {
    const { plm, earlyLooks } = context.world.sweep;
    const start = await trainedPrompt(context, sharedTraining(plm, source, seed));
    const doing = `training ${target} from ${source}`;
    return trainAndScore(context, { plm, task: target, seed }, start, doing, earlyLooks);
  },
};
