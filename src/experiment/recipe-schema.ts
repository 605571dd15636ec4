/** What a recipe must look like. Whatever comes from outside (link, file, command line) passes through here. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { recipeOfFlat } from './flat-recipe.ts';
import type { Method } from './method.ts';
import { METHOD_TABLE } from './methods.ts';
import { PROMPT_FIELDS } from './prompt/prompt-method.ts';
import { engineSchema, seedSchema, TRAINING_FIELDS } from './recipe-fields.ts';
import type { Recipe, RecipeBase } from './recipe-types.ts';
import { unsafePlaces } from './unsafe-places.ts';

/** A recipe before there were methods: soft prompt tuning, all fields side by side. */
const Version1Schema = v.strictObject({
  version: v.literal(1),
  ...PROMPT_FIELDS,
  ...TRAINING_FIELDS,
  seed: seedSchema,
  engine: engineSchema,
});

/** One thing wrong with a recipe; `field` is a path such as `init.sigma`, empty for the whole. */
export interface RecipeFault {
  readonly field: string;
  readonly message: string;
}

export type RecipeReading<R extends RecipeBase = Recipe> =
  { readonly ok: true; readonly recipe: R } | { readonly ok: false; readonly faults: readonly RecipeFault[] };

/** `value` as a recipe of today's version, whichever it was written in, or everything that is wrong with it. */
export function readRecipe(value: unknown): RecipeReading {
  const isFirst = typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
  return isFirst && unsafePlaces(value).length === 0
    ? readVersion1(value)
    : readRecipeOf(value, METHOD_TABLE);
}

/** As `readRecipe`, of the methods in a table. */
export function readRecipeOf<R extends RecipeBase>(
  value: unknown,
  methods: ReadonlyMap<string, Method<R>>,
): RecipeReading<R> {
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0) return { ok: false, faults: unsafe };
  const fault = (field: string, message: string): RecipeReading<R> => ({
    ok: false,
    faults: [{ field, message }],
  });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fault('', 'must be a record of fields');
  if (!('version' in value)) return fault('version', 'is missing');
  if (value.version !== 2) return fault('version', 'must be 1 or 2');
  if (!('method' in value)) return fault('method', 'is missing');
  const method = typeof value.method === 'string' ? methods.get(value.method) : undefined;
  if (method === undefined) return fault('method', `must be ${[...methods.keys()].join(' or ')}`);
  const result = v.safeParse(method.schema, value);
  return result.success
    ? { ok: true, recipe: result.output }
    : { ok: false, faults: result.issues.map(faultOf) };
}

function readVersion1(value: object): RecipeReading {
  const result = v.safeParse(Version1Schema, value);
  if (!result.success) return { ok: false, faults: result.issues.map(faultOf) };
  const { version: _, ...flat } = result.output;
  return { ok: true, recipe: recipeOfFlat(flat) };
}

const faultOf = (issue: v.BaseIssue<unknown>): RecipeFault => ({
  field: v.getDotPath(issue) ?? '',
  message: describe(issue),
});

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
