/** A training run: on the growing PLM, or on the whole one as its partner. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, counts, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { Comparison, GrowthSweep } from '../growth-recipe.ts';
import { sameGrowth } from './same-growth.ts';

export const ARMS = ['grow', 'full', 'equal-flops', 'equal-seconds'] as const;

export type ArmName = (typeof ARMS)[number];

/** The arm of each partner that can be asked for. */
const ARM_OF: Readonly<Record<Comparison, ArmName>> = {
  full: 'full',
  flops: 'equal-flops',
  seconds: 'equal-seconds',
};

/** Arms of a sweep, the growing one first. */
export const armsOf = ({ compare }: GrowthSweep): readonly ArmName[] => [
  'grow',
  ...ARMS.filter((arm) => compare.some((one) => ARM_OF[one] === arm)),
];

export interface ArmCell {
  readonly kind: 'arm';
  readonly arm: ArmName;
  readonly task: string;
  readonly seed: number;
}

/** The prompt at an evaluation, on dev rows. */
export interface GrowthPoint {
  readonly step: number;
  /** Floating-point operations of all training steps so far. */
  readonly flops: number;
  /** From 0. */
  readonly stage: number;
  /** On training rows, mean of the last steps. */
  readonly loss: number;
  /** Accuracy on the PLM of the stage. */
  readonly devOwnModel: number;
  /** Accuracy on the whole PLM. */
  readonly devFullModel: number;
}

/** What no repeat gives again. */
export interface GrowthTimes {
  /** Of the steps alone up to each point. */
  readonly points: readonly number[];
  /** Of the steps of each stage. */
  readonly stages: readonly number[];
  /** Milliseconds a stage: making its training programs, their first run, moving the training's state to them. */
  readonly compileMs: readonly number[];
  readonly warmUpMs: readonly number[];
  readonly switchMs: readonly number[];
}

export interface GrownPrompt {
  readonly kind: 'grown';
  readonly steps: number;
  readonly length: number;
  readonly width: number;
  /** [length × width] of the best point on the whole PLM. */
  readonly prompt: Float32Array;
  readonly bestStep: number;
  /** Accuracy of the best point on dev rows. */
  readonly dev: number;
  /** Classes chosen for the test rows by the whole PLM. */
  readonly predictions: readonly number[];
  readonly points: readonly GrowthPoint[];
  /** [points × length × width] the prompt at each point, where a grid is to be read; else empty. */
  readonly prompts: Float32Array;
  /** Of each stage. */
  readonly stages: readonly { readonly steps: number; readonly flops: number }[];
  readonly seconds: GrowthTimes;
}

const times = v.array(NumberSchema, 'must be a list of numbers');

export const ARM: CellKind<ArmCell, GrownPrompt, GrowthSweep> = {
  kind: 'arm',
  id: ({ arm, task, seed }) => `${arm} ${task} seed ${String(seed)}`,
  list: (sweep) =>
    sweep.seeds.flatMap((seed) =>
      sweep.tasks.flatMap((task) => armsOf(sweep).map((arm): ArmCell => ({ kind: 'arm', arm, task, seed }))),
    ),
  // A partner's steps follow from what the growing run took on the same machine.
  owner: ({ task, seed }) => `${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'grown',
    schema: v.pipe(
      v.object({
        kind: v.literal('grown'),
        steps: count,
        length: count,
        width: count,
        prompt: Float32Schema,
        bestStep: count,
        dev: NumberSchema,
        predictions: counts,
        points: v.array(
          v.object({
            step: count,
            flops: NumberSchema,
            stage: count,
            loss: NumberSchema,
            devOwnModel: NumberSchema,
            devFullModel: NumberSchema,
          }),
          'must be a list of points',
        ),
        prompts: Float32Schema,
        stages: v.array(v.object({ steps: count, flops: NumberSchema }), 'must be a list of stages'),
        seconds: v.object({
          points: times,
          stages: times,
          compileMs: times,
          warmUpMs: times,
          switchMs: times,
        }),
      }),
      v.check(
        ({ prompt, prompts, length, width, points, stages, seconds }) =>
          prompt.length === length * width &&
          (prompts.length === 0 || prompts.length === points.length * prompt.length) &&
          seconds.points.length === points.length &&
          [seconds.stages, seconds.compileMs, seconds.warmUpMs, seconds.switchMs].every(
            (list) => list.length === stages.length,
          ),
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: ({ length, predictions }, { task }, record) =>
    length === record.recipe.training.promptLength && predictions.length === testRowsIn(record, task),
  holds: (now, then) =>
    now.plm === then.plm && sameGrowth(now, then) && (now.grid === true) === (then.grid === true),
  followsTimes: ({ arm }) => arm === 'equal-seconds',
  takesAsLongAs: 'arm',
};
