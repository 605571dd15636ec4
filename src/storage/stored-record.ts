/**
 * Run records in the database are structured clones: writing one as JSON would hold up a frame while training.
 * Only this page writes there, and versioned keys keep old forms away; what is checked here is that an entry is
 * whole and its recipe one that this version can run.
 */
import { readRecipe } from '../experiment/recipe-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';

const LISTS = ['labels', 'points', 'dev', 'activations'] as const;
const FIELDS = ['engine', 'baselines', 'promptTokens', 'examples', 'prompt', 'result'] as const;

/** A record as it was stored, by this version of the lab or an earlier one: version 1 knew no hashes. */
type StoredRecord = RunRecord | (Omit<RunRecord, 'version' | 'hashes'> & { readonly version: 1 });

/** The stored record, in the form of today; null for what is none. */
export function readStoredRecord(value: unknown): RunRecord | null {
  if (!isStoredRecord(value)) return null;
  return value.version === 1 ? { ...value, version: 2, hashes: null } : value;
}

function isStoredRecord(value: unknown): value is StoredRecord {
  if (!isObject(value)) return false;
  return (
    (value['version'] === 1 || (value['version'] === 2 && isHashes(value['hashes']))) &&
    readRecipe(value['recipe']).ok &&
    typeof value['startedAt'] === 'string' &&
    typeof value['madeBy'] === 'string' &&
    isObject(value['engine']) &&
    LISTS.every((field) => Array.isArray(value[field])) &&
    FIELDS.every((field) => value[field] === null || isObject(value[field]))
  );
}

function isHashes(value: unknown): boolean {
  if (value === null) return true;
  return isObject(value) && ['plm', 'tokenizer', 'task'].every((part) => typeof value[part] === 'string');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
