/** A result of a cell as text that is the same only where every bit of the result is. */
import { toJsonNumber, toJsonNumbers } from '../number-codec.ts';
import type { CellResult } from './cell-kind.ts';

/** Times are left out: no repeat gives them again. */
export const timeless = (result: object): object =>
  'seconds' in result ? { ...result, seconds: null } : result;

/** Writes numbers so that they read back the same; for `JSON.stringify`. */
export function exactNumbers(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return toJsonNumbers(value);
  return typeof value === 'number' ? toJsonNumber(value) : value;
}

/** Fields in the order of their names: the order in which a file has them makes no difference. */
export function fieldTexts(result: CellResult): ReadonlyMap<string, string> {
  const fields = Object.entries(timeless(result)).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(fields.map(([name, value]) => [name, JSON.stringify(value, exactNumbers)]));
}
