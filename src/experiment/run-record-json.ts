/**
 * Run records as JSON text and back, bit for bit. Typed arrays are lists of numbers in it, unless the file that it is a
 * part of keeps them elsewhere.
 */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { Float32Schema, toBase64, toJsonNumber, toJsonNumbers } from './number-codec.ts';
import { runRecordSchema, type Float32ArraySchema } from './run-record-schema.ts';
import type { RunRecord } from './run-record.ts';
import { unsafePlaces } from './unsafe-places.ts';

/**
 * `record` as JSON text.
 * @param float32 what stands for a typed array; without it, its numbers do
 */
export function writeRunRecord(
  record: RunRecord,
  float32: (values: Float32Array) => unknown = toJsonNumbers,
): string {
  return JSON.stringify(record, (_key, value: unknown) => {
    if (value instanceof Float32Array) return float32(value);
    if (value instanceof Int8Array) return toBase64(value);
    return typeof value === 'number' ? toJsonNumber(value) : value;
  });
}

/**
 * The record in `json`, the content of `file`. Throws `file` naming every field at fault.
 * @param float32 reads what stands for a typed array
 */
export function readRunRecord(
  json: string,
  file = 'run record',
  float32: Float32ArraySchema = Float32Schema,
): RunRecord {
  const value = parseJson(json, file);
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0)
    throw unreadable(
      file,
      unsafe.map(({ field, message }) => `${field} ${message}`),
    );
  const result = v.safeParse(runRecordSchema(float32), value);
  if (result.success) return result.output;
  throw unreadable(
    file,
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`),
  );
}

function parseJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw unreadable(file, ['it is no valid JSON'], cause);
  }
}

/** More than so many faults say nothing new: the file is something else. */
const MOST_FAULTS = 10;

function unreadable(file: string, faults: readonly string[], cause?: unknown): LabError {
  const shown = faults.slice(0, MOST_FAULTS).join('; ');
  const more = faults.length > MOST_FAULTS ? `; and ${faults.length - MOST_FAULTS} more` : '';
  return new LabError(
    {
      code: 'file',
      message: `${file} is no run record: ${shown}${more}.`,
      remedy: 'Open a run that this version of the lab saved, or run its recipe again.',
      where: file,
    },
    cause === undefined ? undefined : { cause },
  );
}
