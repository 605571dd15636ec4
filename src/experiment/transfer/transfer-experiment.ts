/** The experiment of Su et al. 2022: a prompt a task, every prompt on every task, and what is asked of the prompts beyond. */
import * as v from 'valibot';
import { Float32Schema } from '../number-codec.ts';
import type { Experiment } from '../sweep/experiment.ts';
import { same } from '../sweep/same.ts';
import { TRANSFER_CELLS } from './cells/index.ts';
import type { TransferSweep } from './sweep-recipe.ts';
import { transferRecipe } from './transfer-recipe.ts';

export const transferExperiment: Experiment<TransferSweep> = {
  ...transferRecipe,
  cells: TRANSFER_CELLS,
  header: { initialPrompts: v.record(v.string(), Float32Schema) },
  alike: (now, then) =>
    same(now.training, then.training) &&
    now.template === then.template &&
    now.devRows === then.devRows &&
    now.testRows === then.testRows &&
    now.probeRows === then.probeRows,
};
