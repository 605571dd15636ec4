/** What is known of the recipes of readers. */
import type { RecipeKind } from '../sweep/experiment.ts';
import type { ReadSweep } from './read-recipe.ts';
import { parseReadSweep } from './read-schema.ts';

export const readKind: RecipeKind<ReadSweep> = {
  kind: 'read',
  version: 2,
  parse: parseReadSweep,
  name: ({ tasks, variants, seeds }) =>
    `reader of ${tasks.join(', ')} · ${variants.join(', ')} · ${seeds.length === 1 ? '1 seed' : `${String(seeds.length)} seeds`}`,
};
