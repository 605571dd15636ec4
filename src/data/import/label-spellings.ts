/**
 * Values of a label column that may be one class: they differ in case, white space, Unicode form, invisible characters
 * or the way a number is written. Nothing is merged unasked, since “01” and “1” may be two codes.
 */
import { withoutInvisible } from './invisible.ts';

/** What a number is at most if its value as a double is to be trusted. */
const MOST_DIGITS = 15;

/** Equal for values that differ in spelling only. */
export function plainLabel(value: string): string {
  const plain = withoutInvisible(value.normalize('NFKC')).replace(/\s+/gu, ' ').trim().toLowerCase();
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain) && plain.length <= MOST_DIGITS;
  return isNumber ? String(Number(plain) + 0) : plain;
}

/** Groups of `values` that are alike, each of two or more, in the order in which they come. */
export function spellingGroups(values: readonly string[]): readonly (readonly string[])[] {
  return [...byPlain(values).values()].filter((group) => group.length > 1);
}

function byPlain(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const value of new Set(values)) {
    const plain = plainLabel(value);
    groups.set(plain, [...(groups.get(plain) ?? []), value]);
  }
  return groups;
}

/**
 * `values` with one spelling a class: the one among `named`, else the most frequent.
 * @param named values that somebody named as classes
 */
export function mergeSpellings(values: readonly string[], named: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const known = new Set(named);
  const chosen = new Map<string, string>();
  for (const [plain, group] of byPlain([...named, ...values])) {
    const [best] = group.toSorted(
      (x, y) => Number(known.has(y)) - Number(known.has(x)) || (counts.get(y) ?? 0) - (counts.get(x) ?? 0),
    );
    if (best !== undefined) chosen.set(plain, best);
  }
  return values.map((value) => (known.has(value) ? value : (chosen.get(plainLabel(value)) ?? value)));
}

/** What programs write where a value is missing. */
const MISSING: ReadonlySet<string> = new Set([
  '-',
  '--',
  '—',
  '–',
  '?',
  '.',
  'nan',
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'nat',
  'null',
  'none',
  'nil',
  '\\n',
  'undefined',
  'missing',
  '(null)',
  '(blank)',
  '#value!',
  '#ref!',
]);

/** Whether `value` looks like a label that is missing, and not like a class. */
export const looksMissing = (value: string): boolean => MISSING.has(plainLabel(value));
