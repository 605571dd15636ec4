/**
 * Run records in the database are structured clones: writing one as JSON would hold up a frame while training. What is read
 * is checked whole all the same, whichever version of the lab wrote it.
 */
import * as v from 'valibot';
import { runRecordSchema } from '../experiment/run-record-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { unsafePlaces } from '../experiment/unsafe-places.ts';

const StoredRecord = runRecordSchema(v.instance(Float32Array, 'must be a list of numbers'));

/** The stored record, in the form of today; null for what is none. */
export function readStoredRecord(value: unknown): RunRecord | null {
  if (unsafePlaces(value).length > 0) return null;
  const result = v.safeParse(StoredRecord, value);
  return result.success ? result.output : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
