/** What must be true of a checkpoint before a run goes on from it: it may come from a disk. */
import * as v from 'valibot';
import type { GrowthCheckpoint } from './growth-checkpoint.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const finite = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.every((value) => Number.isFinite(value))),
);

const Tensor = v.pipe(
  v.strictObject({ dims: v.array(count), values: finite }),
  v.check(({ dims, values }) => values.length === dims.reduce((product, length) => product * length, 1)),
);

const Notes = v.strictObject({
  steps: count,
  flops: milliseconds,
  trainedMs: milliseconds,
  compileMs: milliseconds,
  warmUpMs: milliseconds,
  switchMs: milliseconds,
});

const Point = v.strictObject({
  step: count,
  flops: v.pipe(v.number(), v.finite()),
  stage: count,
  loss: v.union([v.number(), v.nan()]),
  devOwnModel: share,
  devFullModel: share,
});

const CheckpointSchema: v.GenericSchema<unknown, GrowthCheckpoint> = v.strictObject({
  step: count,
  stage: count,
  stageBegan: count,
  state: v.record(v.string(), Tensor),
  best: v.nullable(v.object({ step: count, dev: share, prompt: finite })),
  losses: v.array(v.pipe(v.number(), v.finite())),
  points: v.array(Point),
  pointMs: v.array(milliseconds),
  prompts: v.array(finite),
  stages: v.array(Notes),
});

/** The run that is to go on. */
export interface GrowthOutline {
  readonly steps: number;
  readonly stages: number;
  /** Values of the prompt. */
  readonly size: number;
}

/** `value` as a checkpoint of that run; null for anything else. */
export function growthCheckpointOf(
  value: unknown,
  { steps, stages, size }: GrowthOutline,
): GrowthCheckpoint | null {
  const { success, output } = v.safeParse(CheckpointSchema, value);
  if (!success) return null;
  const { step, stage, stageBegan, state, best, losses, points, pointMs, prompts } = output;
  const fits =
    step <= steps &&
    stage < stages &&
    stageBegan <= step &&
    output.stages.length === stages &&
    losses.length === step &&
    points.length === pointMs.length &&
    points.length === prompts.length &&
    Object.hasOwn(state, 'prompt') &&
    [state['prompt'].values, ...(best === null ? [] : [best.prompt]), ...prompts].every(
      (prompt) => prompt.length === size,
    );
  return fits ? output : null;
}
