/** Names that data sets give their splits, in a column or a file's name. */
import type { SplitName } from '../../experiment/task-types.ts';

const NAMES: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['dev', 'dev'],
  ['valid', 'dev'],
  ['validation', 'dev'],
  ['val', 'dev'],
  ['eval', 'dev'],
  ['test', 'test'],
  ['testing', 'test'],
]);

export function readSplitName(value: string): SplitName | null {
  return NAMES.get(value.trim().toLowerCase()) ?? null;
}

/** The split that a file's name tells, as in `train.csv` or `reviews-test-0001.jsonl`; null where none or several. */
export function splitOfFile(name: string): SplitName | null {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const found = new Set(
    base
      .toLowerCase()
      .split(/[^a-z]+/)
      .flatMap((word) => readSplitName(word) ?? []),
  );
  const [split] = found;
  return found.size === 1 ? (split ?? null) : null;
}
