/** Trains a target from the start that all tasks of its seed share, looked at early. */
import type { InitialisedCell } from '../../../experiment/transfer/cells/initialise.ts';
import { RANDOM_START, type RandomStartCell } from '../../../experiment/transfer/cells/random-start.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { trainAndScore } from '../train-and-score.ts';
import type { TransferWorld } from '../transfer-world.ts';
import { sharedStart } from '../untrained-prompt.ts';

export const randomStart: CellComputation<RandomStartCell, InitialisedCell, TransferWorld> = {
  of: RANDOM_START,
  async compute({ target, seed }, context) {
    const { world } = context;
    const { plm, earlyLooks } = world.sweep;
    const start = await sharedStart(world, plm, target, seed);
    const doing = `training ${target} from a random start`;
    return trainAndScore(context, { plm, task: target, seed }, start, doing, earlyLooks);
  },
};
