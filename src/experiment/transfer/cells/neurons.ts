/** Cells that ask which neurons a trained prompt activates. */
import * as v from 'valibot';
import { Float32Schema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import type { StartKind, TransferSweep } from '../sweep-recipe.ts';
import { samePlm } from './plms.ts';

export interface ProbeCell {
  readonly kind: 'neurons';
  readonly task: string;
  readonly start: StartKind;
  readonly seed: number;
}

export interface NeuronCell {
  readonly kind: 'neurons';
  readonly layers: number;
  readonly neurons: number;
  /** [layers × neurons]: with the prompt alone before a mask, as in the paper, and averaged over dev rows; four digits. */
  readonly alone: Float32Array;
  readonly onRows: Float32Array;
}

export const NEURONS: CellKind<ProbeCell, NeuronCell, TransferSweep> = {
  kind: 'neurons',
  id: ({ start, task, seed }) => `neurons ${start}/${task} seed ${String(seed)}`,
  list: ({ seeds, starts, tasks }) =>
    seeds.flatMap((seed) =>
      starts.flatMap((start) => tasks.map((task): ProbeCell => ({ kind: 'neurons', task, start, seed }))),
    ),
  owner: ({ start, task, seed }, { plm }) => `${plm} ${start} ${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'neurons',
    schema: v.pipe(
      v.object({
        kind: v.literal('neurons'),
        layers: count,
        neurons: count,
        alone: Float32Schema,
        onRows: Float32Schema,
      }),
      v.check(
        ({ alone, onRows, layers, neurons }) =>
          [alone, onRows].every(({ length }) => length === layers * neurons),
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: () => true,
  holds: samePlm,
  takesAsLongAs: 'transfer',
};
