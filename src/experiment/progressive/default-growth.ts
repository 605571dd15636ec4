/** The sweep that is computed when nothing is changed: the paper's four stages. */
import { defaultRecipe } from '../default-recipe.ts';
import { trainingOf } from '../prompt/prompt-training.ts';
import type { GrowthSweep } from './growth-recipe.ts';
import type { Reduction, StagePlan } from './stages.ts';

/** 25, 50 and 75 % for a fifth of the steps each, then the whole (spec 5). */
export const paperStages = (reduce: Reduction): StagePlan => ({
  by: 'shares',
  reduce,
  shares: [0.25, 0.5, 0.75, 1],
  spent: [0.2, 0.2, 0.2, 0.4],
});

export function defaultGrowth(plm: string, tasks: readonly string[]): GrowthSweep {
  const asked = { name: '', template: '{a} [MASK]', labelWords: [] };
  return {
    version: 2,
    method: 'grow',
    plm,
    tasks,
    seeds: [1],
    training: trainingOf(defaultRecipe(asked, plm)),
    devRows: null,
    testRows: null,
    stages: paperStages('both'),
    selectLayers: 'evenly',
    selectNeurons: 'activation',
    scoreRows: 1000,
    growth: { kind: 'fixed' },
    decoder: false,
    compare: ['full', 'flops', 'seconds'],
    engine: 'auto',
  };
}
