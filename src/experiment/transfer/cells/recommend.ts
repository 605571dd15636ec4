/** Cells that take a target for a new task: a short prompt on a few rows, and a probe of every other task's prompt. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { same } from '../../sweep/same.ts';
import { count, OTHER_LENGTHS, text } from '../../sweep/schema-parts.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { hasPromptLength } from './answers.ts';
import { samePlm } from './plms.ts';

export interface RecommendCell {
  readonly kind: 'recommend';
  readonly target: string;
  readonly seed: number;
}

export interface RecommendedCell {
  readonly kind: 'recommended';
  /** The short prompt, [length × width], and what it activates alone, [layers × neurons]. */
  readonly length: number;
  readonly width: number;
  readonly prompt: Float32Array;
  readonly layers: number;
  readonly neurons: number;
  readonly alone: Float32Array;
  /** What each other task's prompt does on the further rows, at once and after a few steps from it. */
  readonly probes: readonly {
    readonly steps: number;
    readonly results: readonly { readonly name: string; readonly loss: number; readonly accuracy: number }[];
  }[];
}

export const RECOMMEND: CellKind<RecommendCell, RecommendedCell, TransferSweep> = {
  kind: 'recommend',
  id: ({ target, seed }) => `recommend ${target} seed ${String(seed)}`,
  list: ({ recommendation, seeds, tasks }) =>
    recommendation === null
      ? []
      : seeds.flatMap((seed) => tasks.map((target): RecommendCell => ({ kind: 'recommend', target, seed }))),
  owner: ({ target, seed }, { plm }) => `${plm} shared ${target} ${String(seed)}`,
  tasks: ({ target }) => [target],
  result: {
    kind: 'recommended',
    schema: v.pipe(
      v.object({
        kind: v.literal('recommended'),
        length: count,
        width: count,
        prompt: Float32Schema,
        layers: count,
        neurons: count,
        alone: Float32Schema,
        probes: v.array(
          v.object({
            steps: count,
            results: v.array(v.object({ name: text, loss: NumberSchema, accuracy: NumberSchema })),
          }),
        ),
      }),
      v.check(
        ({ prompt, length, width, alone, layers, neurons }) =>
          prompt.length === length * width && alone.length === layers * neurons,
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: (result, _, record) => hasPromptLength(result, record),
  holds: (now, then) =>
    samePlm(now, then) && same(now.recommendation, then.recommendation) && same(now.tasks, then.tasks),
  takesAsLongAs: 'train',
};
