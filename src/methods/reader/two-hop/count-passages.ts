import type { ReadingItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';

/** Different passages by split, and how many of them stand in more than one. */
export function countPassages(splits: ReadingSplits): {
  readonly passages: Readonly<Record<keyof ReadingSplits, number>>;
  readonly shared: number;
} {
  const textsOf = (items: readonly ReadingItem[]): ReadonlySet<string> =>
    new Set(items.flatMap((item) => item.passages.map(({ title, text }) => JSON.stringify([title, text]))));
  const train = textsOf(splits.train);
  const dev = textsOf(splits.dev);
  const test = textsOf(splits.test);
  const all = new Set([...train, ...dev, ...test]);
  const counts = { train: train.size, dev: dev.size, test: test.size };
  return {
    passages: counts,
    shared: [...all].filter((text) => [train, dev, test].filter((set) => set.has(text)).length > 1).length,
  };
}
