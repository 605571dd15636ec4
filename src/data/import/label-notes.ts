/** What the labels of an import give reason to say: spellings, missing ones, numbers in place of names. */
import type { CollectedRow } from './collect-rows.ts';
import type { ClassOption, ImportOptions } from './import-types.ts';
import { looksMissing, mergeSpellings, spellingGroups } from './label-spellings.ts';

export const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** The rows that are to be divided, their labels as they count, and what to say of that. */
export function labelledRows(
  all: readonly CollectedRow[],
  { mergeSpellings: merge, dropUnlabelled, classes }: ImportOptions,
): { readonly rows: readonly CollectedRow[]; readonly notes: readonly string[] } {
  const named = (classes ?? []).map(({ value }) => value);
  const isMissing = ({ value }: CollectedRow): boolean => !named.includes(value) && looksMissing(value);
  const missing = all.filter(isMissing);
  const kept = dropUnlabelled === true ? all.filter((row) => !isMissing(row)) : all;
  const notes: string[] = [];
  if (missing.length > 0) {
    const how = quoted([...new Set(missing.map(({ value }) => value))]);
    const rows = missing.length === 1 ? 'One row has' : `${missing.length} rows have`;
    notes.push(
      dropUnlabelled === true
        ? `${rows} the label ${how} and ${missing.length === 1 ? 'was' : 'were'} left out.`
        : `${rows} the label ${how}, which looks like a missing one; such rows can be left out (--drop-unlabelled).`,
    );
  }
  if (merge !== true) return { rows: kept, notes };
  const before = kept.map(({ value }) => value);
  const values = mergeSpellings(before, named);
  const merged = new Set(before.filter((value, i) => value !== values[i]));
  if (merged.size > 0) notes.push(`Taken as other spellings of a class: ${quoted([...merged])}.`);
  return { rows: kept.map((row, i) => ({ ...row, value: values[i] ?? row.value })), notes };
}

/** A sentence a group of classes that are spelt differently. */
export function spellingNotes(classes: readonly ClassOption[]): readonly string[] {
  return spellingGroups(classes.map(({ name }) => name)).map((group) => {
    const how =
      new Set(group.map((name) => name.normalize('NFC'))).size < group.length
        ? ', in characters that look alike'
        : '';
    const names = `${quoted(group.slice(0, -1))} and ${quoted(group.slice(-1))}`;
    return `Classes ${names} differ in spelling only${how}; they can be taken as one (--merge-spellings).`;
  });
}

/** A number says nothing to a PLM that is asked for a word. */
export function numberNotes(
  classes: readonly ClassOption[],
  { labelWords }: ImportOptions,
): readonly string[] {
  if (labelWords !== undefined || !classes.every(({ name }) => /^[+-]?[\d.]+$/.test(name))) return [];
  return [
    `The classes are called ${quoted(classes.slice(0, 3).map(({ name }) => name))}${classes.length > 3 ? ', …' : ''}: numbers make poor label words, so name the classes (--classes) or their label words (--label-words).`,
  ];
}
