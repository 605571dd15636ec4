/** What the stages cost, counted in their compiled programs before any step: the data order decides the text lengths. */
import * as v from 'valibot';
import { NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import type { GrowthSweep } from '../growth-recipe.ts';
import { sameGrowth } from './same-growth.ts';

export interface CostCell {
  readonly kind: 'cost';
  readonly task: string;
  readonly seed: number;
}

export interface PredictedCost {
  readonly kind: 'cost';
  /** Floating-point operations of all steps of each stage. */
  readonly stages: readonly number[];
  /** Of the same steps on the whole PLM. */
  readonly whole: readonly number[];
}

const numbers = v.array(NumberSchema, 'must be a list of numbers');

export const COST: CellKind<CostCell, PredictedCost, GrowthSweep> = {
  kind: 'cost',
  id: ({ task, seed }) => `cost ${task} seed ${String(seed)}`,
  list: ({ tasks, seeds }) =>
    seeds.flatMap((seed) => tasks.map((task): CostCell => ({ kind: 'cost', task, seed }))),
  owner: ({ task, seed }) => `${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'cost',
    schema: v.object({ kind: v.literal('cost'), stages: numbers, whole: numbers }),
  },
  fits: ({ stages, whole }) => stages.length === whole.length,
  holds: sameGrowth,
  takesAsLongAs: 'cost',
};
