/** The sweep that the page offers when nothing is changed, and the two-minute one. */
import { defaultRecipe } from '../default-recipe.ts';
import { trainingOf } from '../prompt/prompt-training.ts';
import type { TransferSweep } from './sweep-recipe.ts';

/** A sweep of `tasks` with one seed, prompts trained as `lab train` does, and nothing asked beyond the matrix. */
export function defaultSweep(plm: string, tasks: readonly string[]): TransferSweep {
  const asked = { name: '', template: '{a} [MASK]', labelWords: [] };
  return {
    version: 1,
    kind: 'transfer',
    plm,
    tasks,
    seeds: [1],
    training: trainingOf(defaultRecipe(asked, plm)),
    starts: ['shared'],
    devRows: null,
    testRows: null,
    randomPrompts: 5,
    probeRows: 16,
    initialisation: [],
    masking: null,
    recommendation: null,
    projections: [],
    engine: 'auto',
  };
}

/** Three tasks and few steps: the matrix, the neurons and one initialisation in about two minutes on a laptop. */
export function shortSweep(plm: string): TransferSweep {
  const sweep = defaultSweep(plm, ['sst2', 'movie_reviews', 'subj']);
  return {
    ...sweep,
    training: { ...sweep.training, steps: 80, evalEvery: 20 },
    devRows: 96,
    testRows: 128,
    randomPrompts: 1,
    initialisation: [{ source: 'sst2', target: 'movie_reviews' }],
  };
}
