/**
 * Rows that leak from one task to another: sst2 and subj, for instance, were cut out of the same snippets, and a prompt
 * must not be praised on rows that its own training has seen.
 */
import type { Task, TaskRow } from '../../experiment/task-types.ts';

/** The texts of a row without case, punctuation and spacing, which the copies of a snippet differ in. */
function plainText({ a, b }: TaskRow): string {
  return [a, b ?? ''].map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')).join('|');
}

/** Indices of the target's test rows that also stand in the source's training rows. */
export function leakedRows(source: Task, target: Task): readonly number[] {
  const seen = new Set(source.train.map(plainText));
  return target.test.flatMap((row, index) => (seen.has(plainText(row)) ? [index] : []));
}
