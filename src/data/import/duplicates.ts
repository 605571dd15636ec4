/** Rows with the same text: within a split they count double, across splits the test measures memory. */
import type { SplitName, TaskRow } from '../../experiment/task-types.ts';
import type { DuplicateCounts } from './import-types.ts';

/** What two rows have in common when they say the same: Unicode form, case and white space aside. */
export function textKey({ a, b }: Pick<TaskRow, 'a' | 'b'>): string {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');
  // A line end can't stand in a plain text, so it keeps the pair (x, y) apart from the text “x y”.
  return b === undefined ? plain(a) : `${plain(a)}\n${plain(b)}`;
}

type Splits<T extends TaskRow> = Readonly<Record<SplitName, readonly T[]>>;

/** Counts duplicates; with `drop`, train keeps the first of each text that neither dev nor test has. */
export function findDuplicates<T extends TaskRow>(
  splits: Splits<T>,
  drop: boolean,
): { readonly counts: DuplicateCounts; readonly train: readonly T[] } {
  const keys = {
    train: splits.train.map(textKey),
    dev: splits.dev.map(textKey),
    test: splits.test.map(textKey),
  };
  const sets = { train: new Set(keys.train), dev: new Set(keys.dev), test: new Set(keys.test) };
  const within = (split: SplitName): number => keys[split].length - sets[split].size;
  const shared = (split: SplitName, other: SplitName): number =>
    keys[split].filter((key) => sets[other].has(key)).length;
  const seen = new Set<string>();
  const train = drop
    ? splits.train.filter((_, i) => {
        const key = keys.train[i] ?? '';
        if (seen.has(key) || sets.dev.has(key) || sets.test.has(key)) return false;
        seen.add(key);
        return true;
      })
    : splits.train;
  return {
    train,
    counts: {
      within: { train: within('train'), dev: within('dev'), test: within('test') },
      contradicting: contradictions(splits, keys),
      trainDev: shared('dev', 'train'),
      trainTest: shared('test', 'train'),
      devTest: shared('test', 'dev'),
      removedFromTrain: splits.train.length - train.length,
    },
  };
}

function contradictions<T extends TaskRow>(
  splits: Splits<T>,
  keys: Readonly<Record<SplitName, readonly string[]>>,
): number {
  const classes = new Map<string, number>();
  const torn = new Set<string>();
  for (const split of ['train', 'dev', 'test'] as const) {
    splits[split].forEach(({ y }, i) => {
      const key = keys[split][i] ?? '';
      const first = classes.get(key);
      if (first === undefined) classes.set(key, y);
      else if (first !== y) torn.add(key);
    });
  }
  return torn.size;
}
