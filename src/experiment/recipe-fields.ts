/** Fields that recipes of all methods have, and what texts and numbers in them must be. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS } from './bounds.ts';
import { OptimizerSchema } from './optimisers.ts';

const MOST_CHARACTERS = 10_000;

export const nonEmptyText = v.pipe(
  v.string('must be a text'),
  v.nonEmpty('must not be empty'),
  v.maxLength(MOST_CHARACTERS, 'is too long'),
);

export const TRAINING_FIELDS = {
  optimizer: OptimizerSchema,
  learningRate: boundedNumber(BOUNDS.learningRate),
  schedule: v.picklist(['linear', 'constant', 'cosine'], 'must be linear, constant or cosine'),
  warmupShare: boundedNumber(BOUNDS.warmupShare),
  clipNorm: v.nullable(boundedNumber(BOUNDS.clipNorm)),
  steps: boundedNumber(BOUNDS.steps),
  batch: boundedNumber(BOUNDS.batch),
  evalEvery: boundedNumber(BOUNDS.evalEvery),
};

export const TrainingSchema = v.strictObject(TRAINING_FIELDS, 'must be a record of fields');

export const seedSchema = boundedNumber(BOUNDS.seed);

export const engineSchema = v.picklist(
  ['auto', 'webgpu', 'wasm', 'cpu'],
  'must be auto, webgpu, wasm or cpu',
);

export const COMMON_FIELDS = { version: v.literal(2), seed: seedSchema, engine: engineSchema };
