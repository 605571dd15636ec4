/** Where in the PLM a prompt lives: the prompts of a growing run, read by parts of every depth and width. Nothing is trained. */
import * as v from 'valibot';
import { NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, counts, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import type { GrowthSweep } from '../growth-recipe.ts';
import { sameGrowth } from './same-growth.ts';

export interface GridCell {
  readonly kind: 'grid';
  readonly task: string;
  readonly seed: number;
}

export interface ReadGrid {
  readonly kind: 'grid';
  /** Layers of the parts, the stages' ones, rising; and neurons. */
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Dev rows that were read. */
  readonly rows: number;
  /** At each evaluation of the run, [depths × widths] accuracies. */
  readonly points: readonly { readonly step: number; readonly accuracy: readonly number[] }[];
}

export const GRID: CellKind<GridCell, ReadGrid, GrowthSweep> = {
  kind: 'grid',
  id: ({ task, seed }) => `grid ${task} seed ${String(seed)}`,
  list: ({ grid, seeds, tasks }) =>
    grid === true
      ? seeds.flatMap((seed) => tasks.map((task): GridCell => ({ kind: 'grid', task, seed })))
      : [],
  owner: ({ task, seed }) => `${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'grid',
    schema: v.pipe(
      v.object({
        kind: v.literal('grid'),
        depths: counts,
        widths: counts,
        rows: count,
        points: v.array(
          v.object({ step: count, accuracy: v.array(NumberSchema) }),
          'must be a list of points',
        ),
      }),
      v.check(
        ({ depths, widths, points }) =>
          points.every(({ accuracy }) => accuracy.length === depths.length * widths.length),
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: () => true,
  holds: (now, then) => now.plm === then.plm && sameGrowth(now, then),
  takesAsLongAs: 'arm',
};
