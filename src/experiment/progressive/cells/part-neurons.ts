/** Which neurons of the whole PLM a prompt activates that was trained on a part of it. */
import * as v from 'valibot';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count } from '../../sweep/schema-parts.ts';
import type { GrowthSweep } from '../growth-recipe.ts';
import { PART, type PartCell } from './part.ts';
import { sameGrowth } from './same-growth.ts';

export interface PartNeuronsCell extends Omit<PartCell, 'kind'> {
  readonly kind: 'part-neurons';
}

export interface ActivatedNeurons {
  readonly kind: 'activated';
  readonly layers: number;
  readonly neurons: number;
  /** With the prompt alone before a mask: a bit a neuron, [layers × neurons], in base64. */
  readonly active: string;
}

export const PART_NEURONS: CellKind<PartNeuronsCell, ActivatedNeurons, GrowthSweep> = {
  kind: 'part-neurons',
  id: ({ stage, start, task, seed }) =>
    `neurons of part ${String(stage)} ${start} start ${task} seed ${String(seed)}`,
  list: (sweep, familyOf) =>
    PART.list(sweep, familyOf).map((cell): PartNeuronsCell => ({ ...cell, kind: 'part-neurons' })),
  // Beside the prompt that it asks.
  owner: (cell, sweep) => PART.owner({ ...cell, kind: 'part' }, sweep),
  tasks: ({ task }) => [task],
  result: {
    kind: 'activated',
    schema: v.object({
      kind: v.literal('activated'),
      layers: count,
      neurons: count,
      active: v.pipe(v.string('must be a text'), v.base64('must be base64')),
    }),
  },
  fits: () => true,
  holds: (now, then) => now.plm === then.plm && sameGrowth(now, then),
  takesAsLongAs: 'grid',
};
