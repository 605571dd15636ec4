/**
 * Numbers in JSON. JSON has no NaN, no infinity and no negative zero, and a run that diverged has the first two;
 * they are written as text. Single-precision values are written with the fewest digits that read back the same.
 */
import * as v from 'valibot';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

/** Nine significant digits tell any two single-precision values apart; most need fewer. */
const MOST_DIGITS = 9;
const FEWEST_DIGITS = 6;

export function toJsonNumber(value: number): JsonNumber {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  return Object.is(value, -0) ? '-0' : value;
}

/** Single-precision `values` as JSON numbers; `Float32Array.from` of what is read gives the same bits. */
export function toJsonNumbers(values: Float32Array): readonly JsonNumber[] {
  return Array.from(values, (value) => toJsonNumber(shortest(value)));
}

function shortest(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(MOST_DIGITS));
}

/** Reads what `toJsonNumber` writes, and numbers that were never in JSON. */
export const NumberSchema = v.pipe(
  v.union([v.number(), v.nan(), v.picklist(['NaN', 'Infinity', '-Infinity', '-0'])], 'must be a number'),
  v.transform((value) => Number(value)),
);

/** Signed bytes as text, in base64. */
export function toBase64(bytes: Int8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte & 0xff);
  return btoa(text);
}

const Base64 = v.pipe(
  v.string('must be base64'),
  v.base64('must be base64'),
  v.transform((text) => Int8Array.from(atob(text), (character) => character.charCodeAt(0))),
);
const Bytes = v.instance(Int8Array);

/** Reads what `toBase64` writes, and bytes as they are, where they did not go through JSON. */
export const BytesSchema: v.GenericSchema<unknown, Int8Array> = v.lazy((value) =>
  value instanceof Int8Array ? Bytes : Base64,
);

const Numbers = v.pipe(
  v.array(NumberSchema, 'must be a list of numbers'),
  v.transform((values) => Float32Array.from(values)),
);
const Floats = v.instance(Float32Array);

/** Reads what `toJsonNumbers` writes, and a typed array as it is, where it did not go through JSON. */
export const Float32Schema: v.GenericSchema<unknown, Float32Array> = v.lazy((value) =>
  value instanceof Float32Array ? Floats : Numbers,
);
