/** How sweeps of growing PLMs are computed. */
import { growthExperiment } from '../../experiment/progressive/growth-experiment.ts';
import type { GrowthSweep } from '../../experiment/progressive/growth-recipe.ts';
import type { SweepMethod } from '../sweep/sweep-method.ts';
import { GROWTH_COMPUTATIONS } from './cells/index.ts';
import { GrowthWorld } from './growth-world.ts';

export const growthMethod: SweepMethod<GrowthSweep, GrowthWorld> = {
  experiment: growthExperiment,
  world: (recipe, sources, onCompile) => new GrowthWorld(recipe, sources, onCompile),
  computations: GROWTH_COMPUTATIONS,
};
