/**
 * Run records in the database are structured clones: writing one as JSON would hold up a frame while training.
 * Only this page writes there, and versioned keys keep old forms away; what is checked here is that an entry is
 * whole and its recipe one that this version can run.
 */
import { readRecipe } from '../experiment/recipe-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';

const LISTS = ['labels', 'points', 'dev', 'activations'] as const;
const FIELDS = ['engine', 'baselines', 'promptTokens', 'examples', 'prompt', 'result'] as const;

export function isRunRecord(value: unknown): value is RunRecord {
  if (!isObject(value)) return false;
  return (
    value['version'] === 1 &&
    readRecipe(value['recipe']).ok &&
    typeof value['startedAt'] === 'string' &&
    typeof value['madeBy'] === 'string' &&
    isObject(value['engine']) &&
    LISTS.every((field) => Array.isArray(value[field])) &&
    FIELDS.every((field) => value[field] === null || isObject(value[field]))
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
