/** What a run record in JSON must look like; how typed arrays stand in it is the file's matter. */
import * as v from 'valibot';
import { NumberSchema } from './number-codec.ts';
import { RecipeSchema } from './recipe-schema.ts';
import type { RunRecord } from './run-record.ts';

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

export const StepPointSchema = v.object({
  step: count,
  loss: NumberSchema,
  accuracy: NumberSchema,
  gradientNorm: NumberSchema,
  learningRate: NumberSchema,
});

export const DevPointSchema = v.object({ step: count, loss: NumberSchema, accuracy: NumberSchema });
export const BaselinesSchema = v.object({ majority: split, noPrompt: split, randomPrompt: split });

/** How a `Float32Array` stands in the JSON: a list of numbers, say. */
export type Float32ArraySchema = v.GenericSchema<unknown, Float32Array>;

const activationFrame = (float32: Float32ArraySchema) =>
  v.pipe(
    v.object({
      step: count,
      layers: count,
      neurons: count,
      scale: NumberSchema,
      prompted: float32,
      plain: float32,
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

const prompt = (float32: Float32ArraySchema) =>
  v.pipe(
    v.object({ length: count, width: count, values: float32 }),
    v.check(
      ({ length, width, values }) => values.length === length * width,
      'must have length × width values',
    ),
  );

const Result = v.object({
  bestStep: count,
  dev: NumberSchema,
  test: NumberSchema,
  seconds: NumberSchema,
  stepMs: NumberSchema,
  compileMs: NumberSchema,
});

const hash = v.pipe(text, v.hash(['sha256'], 'must be a SHA-256 in hexadecimal'));
const Hashes = v.object({ plm: hash, tokenizer: hash, task: hash });

const fields = (float32: Float32ArraySchema) => ({
  recipe: RecipeSchema,
  labels: v.array(text, 'must be a list of class names'),
  startedAt: v.pipe(text, v.isoTimestamp('must be an ISO date and time')),
  engine: EngineSchema,
  points: v.array(StepPointSchema, 'must be a list of steps'),
  dev: v.array(DevPointSchema, 'must be a list of points'),
  baselines: v.nullable(BaselinesSchema),
  activations: v.array(activationFrame(float32), 'must be a list of frames'),
  promptTokens: v.nullable(PromptTokens),
  examples: v.nullable(Examples),
  prompt: v.nullable(prompt(float32)),
  result: v.nullable(Result),
  madeBy: text,
});

/** Reads both versions; what it gives is a record of version 2. */
export function runRecordSchema(float32: Float32ArraySchema): v.GenericSchema<unknown, RunRecord> {
  const old = v.object({ version: v.literal(1), ...fields(float32) });
  const now = v.object({ version: v.literal(2), ...fields(float32), hashes: v.nullable(Hashes) });
  return v.pipe(
    v.variant('version', [old, now], 'must be 1 or 2'),
    v.transform((record): RunRecord => ({ hashes: null, ...record, version: 2 })),
  );
}
