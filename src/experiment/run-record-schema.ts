/** What a run record in JSON must look like; how typed arrays stand in it is the file's matter. */
import * as v from 'valibot';
import { BytesSchema, NumberSchema } from './number-codec.ts';
import { promptArtefacts, type PromptValues } from './artefacts.ts';
import type { Baseline } from './baselines.ts';
import { readRecipe } from './recipe-schema.ts';
import type { Recipe } from './recipe-types.ts';
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
/** As versions 1 and 2 of records have them. */
export const EarlierBaselines = v.object({ majority: split, noPrompt: split, randomPrompt: split });

export const BaselineRows = v.array(
  v.object({
    name: text,
    dev: NumberSchema,
    test: NumberSchema,
    draws: v.exactOptional(v.pipe(v.array(split), v.minLength(1, 'must have at least one draw'))),
  }),
);

/** Baselines of an earlier version as named rows; none where they were not measured. */
export function baselineRows(baselines: v.InferOutput<typeof EarlierBaselines> | null): readonly Baseline[] {
  const names = ['majority', 'noPrompt', 'randomPrompt'] as const;
  return baselines === null ? [] : names.map((name) => ({ name, ...baselines[name] }));
}

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

const Probabilities = v.array(NumberSchema, 'must be a list of numbers');

const Stage = v.pipe(
  v.object({
    layers: count,
    neurons: count,
    limit: NumberSchema,
    sentences: v.array(
      v.object({
        a: text,
        b: v.exactOptional(text),
        label: v.nullable(count),
        before: Probabilities,
        plain: BytesSchema,
      }),
    ),
    frames: v.array(
      v.object({
        step: count,
        gradients: v.array(NumberSchema, 'must be a list of numbers'),
        sentences: v.array(v.object({ after: Probabilities, neurons: BytesSchema })),
      }),
    ),
  }),
  v.check(
    ({ layers, neurons, sentences, frames }) =>
      sentences.every(({ plain }) => plain.length === layers * neurons) &&
      frames.every(
        (frame) =>
          frame.sentences.length === sentences.length &&
          frame.sentences.every((sentence) => sentence.neurons.length === layers * neurons),
      ),
    'must have layers × neurons bytes of every sentence',
  ),
);

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

/** A recipe of any version, in the form of today. */
export const StoredRecipe: v.GenericSchema<unknown, Recipe> = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Recipe => {
    const reading = readRecipe(dataset.value);
    if (reading.ok) return reading.recipe;
    for (const { field, message } of reading.faults) addIssue({ message: `${field} ${message}` });
    return NEVER;
  }),
);

/** What records of all versions have. */
const fields = (float32: Float32ArraySchema) => ({
  recipe: StoredRecipe,
  labels: v.array(text, 'must be a list of class names'),
  startedAt: v.pipe(text, v.isoTimestamp('must be an ISO date and time')),
  engine: EngineSchema,
  points: v.array(StepPointSchema, 'must be a list of steps'),
  dev: v.array(DevPointSchema, 'must be a list of points'),
  activations: v.array(activationFrame(float32), 'must be a list of frames'),
  promptTokens: v.nullable(PromptTokens),
  examples: v.nullable(Examples),
  /** Absent in records of earlier labs. */
  stage: v.optional(v.nullable(Stage), null),
  result: v.nullable(Result),
  madeBy: text,
});

/** What version 3 has otherwise: one prompt, and three baselines by their names. */
const earlierFields = (float32: Float32ArraySchema) => ({
  baselines: v.nullable(EarlierBaselines),
  prompt: v.nullable(prompt(float32)),
});

const artefact = (float32: Float32ArraySchema) =>
  v.pipe(
    v.object({ dims: v.array(count, 'must be a list of sizes'), values: float32 }),
    v.check(
      ({ dims, values }) => values.length === dims.reduce((product, dim) => product * dim, 1),
      'must have as many values as its sizes say',
    ),
  );

type Earlier = Omit<RunRecord, 'version' | 'artefacts' | 'baselines'> & {
  readonly prompt: PromptValues | null;
  readonly baselines: v.InferOutput<typeof EarlierBaselines> | null;
};

/** A record of version 1 or 2 in the form of today. */
const upgraded = ({ prompt: made, baselines, ...rest }: Earlier): RunRecord => ({
  ...rest,
  version: 3,
  baselines: baselineRows(baselines),
  artefacts: promptArtefacts(made),
});

/** Reads every version; what it gives is a record of today's. */
export function runRecordSchema(float32: Float32ArraySchema): v.GenericSchema<unknown, RunRecord> {
  const earlier = { ...fields(float32), ...earlierFields(float32) };
  const first = v.pipe(
    v.object({ version: v.literal(1), ...earlier }),
    v.transform(({ version: _, ...record }) => upgraded({ ...record, hashes: null })),
  );
  const second = v.pipe(
    v.object({ version: v.literal(2), ...earlier, hashes: v.nullable(Hashes) }),
    v.transform(({ version: _, ...record }) => upgraded(record)),
  );
  const third = v.object({
    version: v.literal(3),
    ...fields(float32),
    hashes: v.nullable(Hashes),
    baselines: BaselineRows,
    artefacts: v.record(text, artefact(float32)),
  });
  return v.lazy((value) => {
    const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null;
    if (version === 1) return first;
    if (version === 2) return second;
    if (version === 3) return third;
    return v.custom<RunRecord>(() => false, 'must be a run record of version 1, 2 or 3');
  });
}
