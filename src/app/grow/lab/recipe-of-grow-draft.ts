/** The form of a growing run as the recipe of a sweep. Pure. */
import { LabError } from '../../../errors/lab-error.ts';
import { defaultGrowth } from '../../../experiment/progressive/default-growth.ts';
import type { GivenStart, GrowthSweep } from '../../../experiment/progressive/growth-recipe.ts';
import { parseGrowthSweep } from '../../../experiment/progressive/growth-schema.ts';
import { readSeeds } from '../../sweep/read-seeds.ts';
import type { GrowDraft } from '../grow-lab-types.ts';
import { countsOfDraft } from '../stage-draft.ts';

const orAll = (rows: string): number | null => (rows.trim() === '' ? null : Number(rows));

/**
 * @param start prompt that all runs start from; null for an untrained one
 * @throws LabError `recipe` naming every field at fault
 */
export function recipeOfGrowDraft(draft: GrowDraft, start: GivenStart | null): GrowthSweep {
  const counts = countsOfDraft(draft.stages);
  if (counts === null)
    throw new LabError({
      code: 'recipe',
      message: 'The stages have no whole numbers of steps, layers and neurons.',
      remedy: 'Mend what stands in red beside them.',
      where: 'stages',
    });
  const base = defaultGrowth(draft.plm, [draft.task]);
  const { training, selectLayers, template, labelWords } = draft.rest;
  return parseGrowthSweep({
    ...base,
    selectLayers,
    ...(template === undefined ? {} : { template }),
    ...(labelWords === undefined ? {} : { labelWords }),
    seeds: readSeeds(draft.seeds) ?? base.seeds,
    training: {
      ...training,
      steps: Number(draft.steps),
      promptLength: start === null ? Number(draft.promptLength) : start.length,
      learningRate: Number(draft.learningRate),
      batch: Number(draft.batch),
      evalEvery: Number(draft.evalEvery),
    },
    stages: { by: 'counts', counts },
    devRows: orAll(draft.devRows),
    testRows: orAll(draft.testRows),
    selectNeurons: draft.selectNeurons,
    scoreRows: Number(draft.scoreRows),
    growth:
      draft.grows === 'fixed'
        ? { kind: 'fixed' }
        : { kind: 'plateau', epsilon: Number(draft.epsilon), window: Number(draft.window) },
    decoder: draft.decoder,
    compare: draft.compare,
    ...(draft.similarity ? { similarity: true } : {}),
    ...(draft.grid ? { grid: true } : {}),
    ...(start === null ? {} : { start }),
  });
}
