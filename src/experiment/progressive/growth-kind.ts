/** What is known of the recipes of growing PLMs. */
import type { RecipeKind } from '../sweep/experiment.ts';
import type { GrowthSweep } from './growth-recipe.ts';
import { parseGrowthSweep } from './growth-schema.ts';

const what = ({ stages }: GrowthSweep): string =>
  stages.by === 'counts' ? `${String(stages.counts.length)} stages` : stages.reduce;

export const growthKind: RecipeKind<GrowthSweep> = {
  kind: 'grow',
  version: 2,
  parse: parseGrowthSweep,
  name: (sweep) =>
    `${sweep.plm} grows (${what(sweep)}) · ${sweep.tasks.join(', ')} · ${sweep.seeds.length === 1 ? '1 seed' : `${String(sweep.seeds.length)} seeds`}`,
};
