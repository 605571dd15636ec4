/** The experiment of Huang et al. 2022 (fast prompt tuning): does it pay to let the PLM grow while the prompt is trained? */
import * as v from 'valibot';
import type { Experiment } from '../sweep/experiment.ts';
import { same } from '../sweep/same.ts';
import { count } from '../sweep/schema-parts.ts';
import { GROWTH_CELLS } from './cells/index.ts';
import { growthKind } from './growth-kind.ts';
import type { GrowthSweep } from './growth-recipe.ts';

export const growthExperiment: Experiment<GrowthSweep> = {
  ...growthKind,
  cells: GROWTH_CELLS,
  header: {
    structure: v.object({
      layers: v.array(v.object({ side: v.picklist(['encoder', 'decoder']), neurons: v.array(count) })),
      separable: v.boolean(),
      width: count,
      vocabulary: count,
      gated: v.boolean(),
    }),
  },
  alike: (now, then) =>
    same(now.training, then.training) &&
    same(now.start, then.start) &&
    same(now.labelWords, then.labelWords) &&
    now.template === then.template &&
    now.devRows === then.devRows &&
    now.testRows === then.testRows,
};
