/** What a recipe must look like. Whatever comes from outside (link, file, command line) passes through here. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import type { Recipe } from './recipe-types.ts';
import { unsafePlaces } from './unsafe-places.ts';

/** Bounds beyond which a value is a slip or an attack rather than an experiment. */
const LIMITS = {
  promptLength: 1000,
  steps: 1_000_000,
  batch: 4096,
  maxLength: 8192,
  classes: 1000,
  words: 2000,
  text: 10_000,
} as const;

const number = v.pipe(v.number('must be a number'), v.finite('must be finite'));
const atLeast = (low: number) => v.pipe(number, v.minValue(low, `must be at least ${low}`));
const positive = v.pipe(number, v.gtValue(0, 'must be greater than 0'));
const share = v.pipe(number, v.minValue(0, 'must be at least 0'), v.maxValue(1, 'must be at most 1'));
/** A decay rate of a running mean: 1 would never learn. */
const decay = v.pipe(number, v.minValue(0, 'must be at least 0'), v.ltValue(1, 'must be less than 1'));
const whole = (low: number, high: number) =>
  v.pipe(
    number,
    v.integer('must be a whole number'),
    v.minValue(low, `must be at least ${low}`),
    v.maxValue(high, `must be at most ${high}`),
  );
const text = v.pipe(
  v.string('must be a text'),
  v.nonEmpty('must not be empty'),
  v.maxLength(LIMITS.text, 'is too long'),
);

const Init = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('vocab') }),
    v.strictObject({ kind: v.literal('normal'), sigma: positive }),
    v.strictObject({ kind: v.literal('text'), text }),
    v.strictObject({ kind: v.literal('class-words') }),
    v.strictObject({ kind: v.literal('saved'), promptId: text }),
  ],
  'must have kind vocab, normal, text, class-words or saved',
);

const Optimizer = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('adamw'),
      beta1: decay,
      beta2: decay,
      epsilon: positive,
      weightDecay: atLeast(0),
    }),
    v.strictObject({
      kind: v.literal('adafactor'),
      weightDecay: atLeast(0),
      clipThreshold: positive,
      decayRate: number,
    }),
    v.strictObject({ kind: v.literal('sgd'), momentum: decay, nesterov: v.boolean('must be true or false') }),
  ],
  'must have kind adamw, adafactor or sgd',
);

const ClassWords = v.pipe(
  v.array(text, 'must be a list of words'),
  v.minLength(1, 'must have a word'),
  v.maxLength(LIMITS.words, 'has too many words'),
);

export const RecipeSchema = v.strictObject({
  version: v.literal(1, 'must be 1'),
  plm: text,
  task: text,
  template: text,
  labelWords: v.pipe(
    v.array(ClassWords, 'must be a list, a list of words a class'),
    v.minLength(2, 'must have at least two classes'),
    v.maxLength(LIMITS.classes, 'has too many classes'),
  ),
  promptLength: whole(1, LIMITS.promptLength),
  init: Init,
  optimizer: Optimizer,
  learningRate: positive,
  schedule: v.picklist(['linear', 'constant', 'cosine'], 'must be linear, constant or cosine'),
  warmupShare: share,
  clipNorm: v.nullable(positive),
  steps: whole(1, LIMITS.steps),
  batch: whole(1, LIMITS.batch),
  maxLength: whole(4, LIMITS.maxLength),
  evalEvery: whole(1, LIMITS.steps),
  seed: whole(0, 0xffff_ffff),
  engine: v.picklist(['auto', 'webgpu', 'wasm', 'cpu'], 'must be auto, webgpu, wasm or cpu'),
});

/** One thing wrong with a recipe; `field` is a path such as `init.sigma`, empty for the whole. */
export interface RecipeFault {
  readonly field: string;
  readonly message: string;
}

export type RecipeReading =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly faults: readonly RecipeFault[] };

/** `value` as a recipe, or everything that is wrong with it. */
export function readRecipe(value: unknown): RecipeReading {
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0) return { ok: false, faults: unsafe };
  const result = v.safeParse(RecipeSchema, value);
  if (result.success) return { ok: true, recipe: result.output };
  return {
    ok: false,
    faults: result.issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', message: describe(issue) })),
  };
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return 'is not a field of a recipe';
  return issue.received === 'undefined' ? 'is missing' : 'must be a record of fields';
}

/** `value` as a recipe. Throws `recipe` naming every field at fault. */
export function parseRecipe(value: unknown): Recipe {
  const reading = readRecipe(value);
  if (reading.ok) return reading.recipe;
  throw recipeError(reading.faults);
}

export function recipeError(faults: readonly RecipeFault[]): LabError {
  const list = faults
    .map(({ field, message }) => (field === '' ? `the recipe ${message}` : `${field} ${message}`))
    .join('; ');
  return new LabError({
    code: 'recipe',
    message: `The recipe can't be used: ${list}.`,
    remedy: 'Mend the fields named, or start from the default recipe and change what should differ.',
    where:
      faults
        .map(({ field }) => field)
        .filter((field) => field !== '')
        .join(', ') || 'recipe',
  });
}
