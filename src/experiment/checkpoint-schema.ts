/** What a checkpoint must be before a run goes on from it: a wrong one would train without end, or finish at once. */
import * as v from 'valibot';
import { promptArtefacts, promptOf } from './artefacts.ts';
import {
  BaselineRows,
  baselineRows,
  DevPointSchema,
  EarlierBaselines,
  StepPointSchema,
  StoredRecipe,
} from './run-record-schema.ts';
import type { Checkpoint } from './train-events.ts';

const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be at least 0'),
);
const Floats = v.pipe(
  v.instance(Float32Array, 'must be single-precision numbers'),
  v.check((values) => values.every((value) => Number.isFinite(value)), 'must be finite'),
);

const Tensor = v.pipe(
  v.object({ dims: v.array(count, 'must be a list of lengths'), values: Floats }),
  v.check(
    ({ dims, values }) => values.length === dims.reduce((product, length) => product * length, 1),
    'must have as many values as its dims say',
  ),
);

/** Whether the steps only rise, from `first` at the earliest up to `last`. */
function riseTo(points: readonly { readonly step: number }[], first: number, last: number): boolean {
  return points.every(({ step }, i) => step <= last && (i === 0 ? step >= first : step > points[i - 1].step));
}

/** Whether the parts are of the same run and of the same step. */
function isOfOneStep({ recipe, step, state, best, points, dev }: Checkpoint): boolean {
  const { promptLength, training } = recipe;
  const size = Object.hasOwn(state, 'prompt') ? state['prompt'].values.length : 0;
  const bestSize = best === null ? size : promptOf(best.artefacts)?.values.length;
  return (
    step <= training.steps &&
    riseTo(points, 1, step) &&
    (points.at(-1)?.step ?? 0) === step &&
    riseTo(dev, 0, step) &&
    size > 0 &&
    size % promptLength === 0 &&
    (best === null || best.step <= step) &&
    bestSize === size
  );
}

const fields = {
  recipe: StoredRecipe,
  step: count,
  state: v.record(v.string(), Tensor),
  points: v.array(StepPointSchema, 'must be a list of steps'),
  dev: v.array(DevPointSchema, 'must be a list of points'),
  secondsSoFar: v.pipe(v.number(), v.finite(), v.minValue(0)),
};

const devShare = v.pipe(v.number(), v.finite());

const Today = v.object({
  ...fields,
  best: v.nullable(v.object({ step: count, dev: devShare, artefacts: v.record(v.string(), Tensor) })),
  baselines: BaselineRows,
});

/** What was left before records had artefacts and named rows. */
const Earlier = v.pipe(
  v.object({
    ...fields,
    best: v.nullable(v.object({ step: count, dev: devShare, prompt: Floats })),
    baselines: v.nullable(EarlierBaselines),
  }),
  v.transform(({ best, baselines, ...rest }): Checkpoint => {
    const { promptLength: length } = rest.recipe;
    return {
      ...rest,
      baselines: baselineRows(baselines),
      best:
        best === null
          ? null
          : {
              step: best.step,
              dev: best.dev,
              artefacts: promptArtefacts({
                length,
                width: best.prompt.length / length,
                values: best.prompt,
              }),
            },
    };
  }),
);

/** Checkpoints of today and of earlier versions. */
export const CheckpointSchema: v.GenericSchema<unknown, Checkpoint> = v.pipe(
  v.union([Today, Earlier], 'must be a checkpoint'),
  v.check((checkpoint) => isOfOneStep(checkpoint), 'must be of one run and one step'),
);
