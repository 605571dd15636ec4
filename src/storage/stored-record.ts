/**
 * Run records in the database are structured clones: writing one as JSON would hold up a frame while training. They are
 * checked as those in files are: whatever else may have been at the disk.
 */
import * as v from 'valibot';
import type { Recipe } from '../experiment/recipe-types.ts';
import { runRecordSchema } from '../experiment/run-record-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { unsafePlaces } from '../experiment/unsafe-places.ts';

const Stored = runRecordSchema(v.instance(Float32Array, 'must be a list of numbers'));

/** What this version writes; what a newer one wrote is no damage. */
const NEWEST: { readonly record: RunRecord['version']; readonly recipe: Recipe['version'] } = {
  record: 3,
  recipe: 2,
};

/** What only pictures are made of: a record without it is as good to go on with, and to start from. */
const SPARE = {
  hashes: null,
  baselines: [],
  activations: [],
  promptTokens: null,
  examples: null,
  stage: null,
} as const satisfies Partial<RunRecord>;

/** The stored record, of this version of the lab or an earlier one, in the form of today; null for what is none. */
export function readStoredRecord(value: unknown): RunRecord | null {
  if (unsafePlaces(value).length > 0) return null;
  const reading = v.safeParse(Stored, value);
  if (reading.success) return reading.output;
  if (!isObject(value)) return null;
  const spoilt = reading.issues.map(({ path }) => String(path?.[0].key));
  if (!spoilt.every((field) => Object.hasOwn(SPARE, field))) return null;
  const spare = Object.fromEntries(Object.entries(SPARE).filter(([field]) => spoilt.includes(field)));
  const mended = v.safeParse(Stored, { ...value, ...spare });
  return mended.success ? mended.output : null;
}

/** Whether a newer version of the lab wrote the record: it is left for that one. */
export function isNewerRecord(value: unknown): boolean {
  return isObject(value) && (isNewer(value, NEWEST.record) || isNewerRecipe(value['recipe']));
}

/** As `isNewerRecord`, of a recipe. */
export function isNewerRecipe(value: unknown): boolean {
  return isNewer(value, NEWEST.recipe);
}

/** Whether `value` says of itself that it is of a later version than `newest`. */
export function isNewer(value: unknown, newest: number): boolean {
  return isObject(value) && Number.isInteger(value['version']) && Number(value['version']) > newest;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
