/** Cells that train a prompt; the best step is chosen on dev. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { count, OTHER_LENGTHS, text } from '../../sweep/schema-parts.ts';
import type { StartKind, TransferSweep } from '../sweep-recipe.ts';
import { hasPromptLength } from './answers.ts';
import { otherPlms } from './plms.ts';

export interface TrainCell {
  readonly kind: 'train';
  readonly task: string;
  readonly start: StartKind;
  readonly seed: number;
  readonly plm: string;
}

/** One dev evaluation, with what the training steps up to it cost. */
export interface CostedPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Floating-point operations of all training steps so far. */
  readonly flops: number;
}

/** A prompt that was trained. `seconds` of the steps alone at each point of the curve; the one thing that no repeat gives again. */
export interface TrainedPrompt {
  readonly length: number;
  readonly width: number;
  /** [length × width] of the best step. */
  readonly prompt: Float32Array;
  readonly bestStep: number;
  readonly dev: number;
  readonly curve: readonly CostedPoint[];
  readonly seconds: readonly number[];
}

export interface TrainedCell extends TrainedPrompt {
  readonly kind: 'trained';
  /** At each point of the curve, the neurons that the prompt alone activates: a bit a neuron, layer after layer, in base64. */
  readonly activated: readonly string[];
}

export const TRAINED_PROMPT = {
  length: count,
  width: count,
  prompt: Float32Schema,
  bestStep: count,
  dev: NumberSchema,
  curve: v.array(
    v.object({ step: count, loss: NumberSchema, accuracy: NumberSchema, flops: NumberSchema }),
    'must be a list of points',
  ),
  seconds: v.array(NumberSchema),
};

export const hasItsLengths = ({ prompt, length, width, curve, seconds }: TrainedPrompt): boolean =>
  prompt.length === length * width && curve.length === seconds.length;

/** A task's training from the start that all tasks share, which is what is asked of most. */
export const sharedTraining = (plm: string, task: string, seed: number): TrainCell => ({
  kind: 'train',
  task,
  start: 'shared',
  seed,
  plm,
});

export const TRAIN: CellKind<TrainCell, TrainedCell, TransferSweep> = {
  kind: 'train',
  id: ({ plm, start, task, seed }) => `train ${plm} ${start}/${task} seed ${String(seed)}`,
  list(sweep) {
    const { tasks, starts, seeds, plm } = sweep;
    const own = seeds.flatMap((seed) =>
      starts.flatMap((start) => tasks.map((task): TrainCell => ({ kind: 'train', task, start, seed, plm }))),
    );
    // A projector is compared with the prompts that the other PLM trains for itself.
    const there = otherPlms(sweep).flatMap((other) =>
      seeds.flatMap((seed) => tasks.map((task) => sharedTraining(other, task, seed))),
    );
    return [...own, ...there];
  },
  owner: ({ plm, start, task, seed }) => `${plm} ${start} ${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'trained',
    schema: v.pipe(
      v.object({
        kind: v.literal('trained'),
        ...TRAINED_PROMPT,
        activated: v.array(v.pipe(text, v.base64('must be base64'))),
      }),
      v.check((result) => hasItsLengths(result), OTHER_LENGTHS),
    ),
  },
  fits: (result, _, record) => hasPromptLength(result, record),
  // Its id names its PLM.
  holds: () => true,
  takesAsLongAs: 'initialise',
};
