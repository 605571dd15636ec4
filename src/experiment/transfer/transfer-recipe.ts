/** What is known of the recipes of transfer sweeps. */
import type { RecipeKind } from '../sweep/experiment.ts';
import { sweepName } from '../sweep/sweep-recipe.ts';
import type { TransferSweep } from './sweep-recipe.ts';
import { parseTransferSweep } from './sweep-schema.ts';

export const transferRecipe: RecipeKind<TransferSweep> = {
  kind: 'transfer',
  version: 1,
  parse: parseTransferSweep,
  name: sweepName,
};
