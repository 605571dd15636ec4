/** What a run record in JSON must look like; typed arrays are lists of numbers there. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from './number-codec.ts';
import { RecipeSchema } from './recipe-schema.ts';

const text = v.string('must be a text');
const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be at least 0'),
);
const texts = v.record(text, text);
const split = v.object({ dev: NumberSchema, test: NumberSchema });

export const EngineSchema = v.object({
  engine: v.picklist(['webgpu', 'wasm', 'cpu'], 'must be webgpu, wasm or cpu'),
  device: text,
  why: text,
  threads: count,
  parity: v.nullable(NumberSchema),
  graphCapture: v.picklist(
    ['on', 'off', 'twin-check-failed', 'unsupported'],
    'must be on, off, twin-check-failed or unsupported',
  ),
  versions: texts,
  diagnostics: texts,
});

const StepPointSchema = v.object({
  step: count,
  loss: NumberSchema,
  accuracy: NumberSchema,
  gradientNorm: NumberSchema,
  learningRate: NumberSchema,
});

const ActivationFrameSchema = v.pipe(
  v.object({
    step: count,
    layers: count,
    neurons: count,
    scale: NumberSchema,
    prompted: Float32Schema,
    plain: Float32Schema,
  }),
  v.check(
    ({ layers, neurons, prompted, plain }) =>
      prompted.length === layers * neurons && plain.length === layers * neurons,
    'must have layers × neurons values in prompted and in plain',
  ),
);

const PromptTokens = v.object({
  step: count,
  tokens: v.array(
    v.object({
      position: count,
      gradientNorm: NumberSchema,
      norm: NumberSchema,
      nearest: v.array(v.object({ token: text, id: count, cosine: NumberSchema })),
    }),
  ),
});

const Examples = v.object({
  step: count,
  rows: v.array(
    v.object({
      a: text,
      b: v.exactOptional(text),
      label: v.nullable(count),
      before: v.array(NumberSchema),
      after: v.array(NumberSchema),
    }),
  ),
});

const Prompt = v.pipe(
  v.object({ length: count, width: count, values: Float32Schema }),
  v.check(({ length, width, values }) => values.length === length * width, 'must have length × width values'),
);

const Result = v.object({
  bestStep: count,
  dev: NumberSchema,
  test: NumberSchema,
  seconds: NumberSchema,
  stepMs: NumberSchema,
  compileMs: NumberSchema,
});

export const RunRecordSchema = v.object({
  version: v.literal(1, 'must be 1'),
  recipe: RecipeSchema,
  labels: v.array(text, 'must be a list of class names'),
  startedAt: v.pipe(text, v.isoTimestamp('must be an ISO date and time')),
  engine: EngineSchema,
  points: v.array(StepPointSchema, 'must be a list of steps'),
  dev: v.array(
    v.object({ step: count, loss: NumberSchema, accuracy: NumberSchema }),
    'must be a list of points',
  ),
  baselines: v.nullable(v.object({ majority: split, noPrompt: split, randomPrompt: split })),
  activations: v.array(ActivationFrameSchema, 'must be a list of frames'),
  promptTokens: v.nullable(PromptTokens),
  examples: v.nullable(Examples),
  prompt: v.nullable(Prompt),
  result: v.nullable(Result),
  madeBy: text,
});
