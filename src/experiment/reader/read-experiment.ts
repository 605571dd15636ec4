/** The experiment of Zhuang and Wang 2019 (DynSAN): what of a reader does it need to chain passages, and does choosing tokens matter? */
import * as v from 'valibot';
import type { Experiment } from '../sweep/experiment.ts';
import { same } from '../sweep/same.ts';
import { count, text } from '../sweep/schema-parts.ts';
import { READ_CELLS } from './cells/index.ts';
import { readKind } from './read-kind.ts';
import type { ReadSweep } from './read-recipe.ts';

export const readExperiment: Experiment<ReadSweep> = {
  ...readKind,
  cells: READ_CELLS,
  header: {
    reading: v.object({
      kind: v.picklist(['choice', 'span'], 'must be choice or span'),
      train: count,
      dev: count,
      test: count,
      skipped: count,
      sha256: v.nullable(text),
      parameters: count,
      items: v.array(v.object({ id: text, candidates: v.array(text), answer: text }), 'must be a list'),
    }),
  },
  alike: (now, then) =>
    same(now.data, then.data) && now.devItems === then.devItems && now.testItems === then.testItems,
};
