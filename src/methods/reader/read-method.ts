/** How sweeps of readers are computed. */
import { readExperiment } from '../../experiment/reader/read-experiment.ts';
import type { ReadSweep } from '../../experiment/reader/read-recipe.ts';
import type { SweepMethod } from '../sweep/sweep-method.ts';
import { READ_COMPUTATIONS } from './cells/index.ts';
import { ReadWorld } from './read-world.ts';

export const readMethod: SweepMethod<ReadSweep, ReadWorld> = {
  experiment: readExperiment,
  world: (recipe, sources) => new ReadWorld(recipe, sources),
  computations: READ_COMPUTATIONS,
};
