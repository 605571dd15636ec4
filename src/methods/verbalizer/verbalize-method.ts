/** How verbalize sweeps are computed. */
import { verbalizeExperiment } from '../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizeSweep } from '../../experiment/verbalizer/verbalize-recipe.ts';
import type { SweepMethod } from '../sweep/sweep-method.ts';
import { VERBALIZE_COMPUTATIONS } from './cells/index.ts';
import { VerbalizeWorld } from './verbalize-world.ts';

export const verbalizeMethod: SweepMethod<VerbalizeSweep, VerbalizeWorld> = {
  experiment: verbalizeExperiment,
  world: (recipe, sources, onCompile) => new VerbalizeWorld(recipe, sources, onCompile),
  computations: VERBALIZE_COMPUTATIONS,
};
