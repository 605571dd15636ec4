/** How active each feed-forward neuron of the PLM is on training rows, by which neurons are kept. */
import * as v from 'valibot';
import { Float32Schema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, counts, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import type { GrowthSweep } from '../growth-recipe.ts';
import { sameScores } from './same-growth.ts';

export interface ScoresCell {
  readonly kind: 'scores';
  readonly task: string;
  /** One untrained prompt for all runs. */
  readonly seed: 0;
}

export interface ScoredNeurons {
  readonly kind: 'scored-neurons';
  /** Training rows that were seen. */
  readonly rows: number;
  /** Neurons of each feed-forward block. */
  readonly sizes: readonly number[];
  /** One block after another. */
  readonly scores: Float32Array;
}

export const scoresOf = (task: string): ScoresCell => ({ kind: 'scores', task, seed: 0 });

/** Random neurons need no scores. */
const areNeeded = ({ stages, selectNeurons }: GrowthSweep): boolean =>
  selectNeurons !== 'random' && (stages.by === 'counts' || stages.reduce !== 'depth');

export const SCORES: CellKind<ScoresCell, ScoredNeurons, GrowthSweep> = {
  kind: 'scores',
  id: ({ task }) => `scores ${task}`,
  list: (sweep) => (areNeeded(sweep) ? sweep.tasks.map(scoresOf) : []),
  owner: ({ task }, { seeds }) => `${task} ${String(seeds[0])}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'scored-neurons',
    schema: v.pipe(
      v.object({
        kind: v.literal('scored-neurons'),
        rows: count,
        sizes: counts,
        scores: Float32Schema,
      }),
      v.check(
        ({ sizes, scores }) => sizes.reduce((sum, size) => sum + size, 0) === scores.length,
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: () => true,
  holds: sameScores,
  takesAsLongAs: 'arm',
};
