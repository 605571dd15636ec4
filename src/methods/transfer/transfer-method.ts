/** How transfer sweeps are computed. */
import { transferExperiment } from '../../experiment/transfer/transfer-experiment.ts';
import type { TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import type { SweepMethod } from '../sweep/sweep-method.ts';
import { TRANSFER_COMPUTATIONS } from './cells/index.ts';
import { TransferWorld } from './transfer-world.ts';

export const transferMethod: SweepMethod<TransferSweep, TransferWorld> = {
  experiment: transferExperiment,
  world: (recipe, sources, onCompile) => new TransferWorld(recipe, sources, onCompile),
  computations: TRANSFER_COMPUTATIONS,
};
