/** Cells that train a projector of the recipe, and score its projected prompts and their controls on every task. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, counts, text } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { TransferSweep } from '../sweep-recipe.ts';

export interface ProjectCell {
  readonly kind: 'project';
  /** Of the recipe's projections. */
  readonly index: number;
  readonly seed: number;
}

export const PROJECTION_CONTROLS = ['projected', 'zero', 'noise', 'shuffled', 'otherTask'] as const;

export type ProjectionControl = (typeof PROJECTION_CONTROLS)[number];

export interface ProjectedCell {
  readonly kind: 'projected';
  readonly parameters: number;
  readonly losses: readonly number[];
  /** By task: the projected prompt, and the classes chosen with it and with each control. */
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly prompt: Float32Array;
        readonly predictions: Readonly<Record<ProjectionControl, readonly number[]>>;
      }
    >
  >;
  readonly collapsed: boolean;
  readonly cosines: readonly (readonly number[])[];
  readonly seconds: number;
}

export const PROJECT: CellKind<ProjectCell, ProjectedCell, TransferSweep> = {
  kind: 'project',
  id: ({ index, seed }) => `project ${String(index + 1)} seed ${String(seed)}`,
  list: ({ projections, seeds }) =>
    projections.flatMap((_, index) => seeds.map((seed): ProjectCell => ({ kind: 'project', index, seed }))),
  owner: ({ index, seed }) => `project ${String(index + 1)} ${String(seed)}`,
  tasks: () => [],
  result: {
    kind: 'projected',
    schema: v.object({
      kind: v.literal('projected'),
      parameters: count,
      losses: v.array(NumberSchema),
      tasks: v.record(
        text,
        v.object({
          prompt: Float32Schema,
          predictions: v.object({
            projected: counts,
            zero: counts,
            noise: counts,
            shuffled: counts,
            otherTask: counts,
          }),
        }),
      ),
      collapsed: v.boolean(),
      cosines: v.array(v.array(NumberSchema)),
      seconds: NumberSchema,
    }),
  },
  fits: ({ tasks }, _, record) =>
    record.recipe.tasks.every((name) => {
      if (!Object.hasOwn(tasks, name)) return false;
      const rows = testRowsIn(record, name);
      // A sweep of one task has no other one to swap in.
      return Object.values(tasks[name].predictions).every(({ length }) => [rows, 0].includes(length));
    }),
  // It depends on two PLMs and on all its settings; its id names neither.
  holds: () => false,
  takesAsLongAs: 'train',
};
