import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkShares, DEFAULT_SHARES, splitRows } from '../../../src/data/import/split-rows.ts';
import { splitOfFile } from '../../../src/data/import/split-name.ts';
import type { SplitName } from '../../../src/experiment/task-types.ts';

const unsplit = (ys: readonly number[]) => ys.map((y) => ({ y, split: null }));
const count = (splits: readonly SplitName[], rows: readonly { y: number }[], split: SplitName, y: number) =>
  rows.filter((row, i) => row.y === y && splits[i] === split).length;

test('the same seed divides the same way, another seed another way', () => {
  const rows = unsplit(Array.from({ length: 200 }, (_, i) => i % 3));
  const one = splitRows(rows, 3, DEFAULT_SHARES, 1);
  expect(splitRows(rows, 3, DEFAULT_SHARES, 1)).toEqual(one);
  expect(splitRows(rows, 3, DEFAULT_SHARES, 2)).not.toEqual(one);
});

test('each class is divided by the shares, to the nearest row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 200, maxLength: 400 }),
      fc.integer({ min: 0, max: 1000 }),
      (ys, seed) => {
        const rows = unsplit(ys);
        const shares = { train: 0.6, dev: 0.15, test: 0.25 };
        const splits = splitRows(rows, 4, shares, seed);
        for (const y of new Set(ys)) {
          const all = ys.filter((each) => each === y).length;
          // A class of a few rows shares its rows of dev and test with the other small ones.
          if (all < 4) continue;
          for (const split of ['dev', 'test'] as const)
            expect(Math.abs(count(splits, rows, split, y) - all * shares[split])).toBeLessThanOrEqual(0.5);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('many classes of three rows still give dev and test their part, and each keeps a row in train', () => {
  const rows = unsplit(Array.from({ length: 150 }, (_, i) => i % 50));
  const splits = splitRows(rows, 50, DEFAULT_SHARES, 1);
  expect(splits.filter((split) => split === 'dev')).toHaveLength(15);
  expect(splits.filter((split) => split === 'test')).toHaveLength(15);
  for (let y = 0; y < 50; y += 1) expect(count(splits, rows, 'train', y)).toBeGreaterThan(0);
});

test('the last row of a class stays in train, whatever the shares', () => {
  const rows = unsplit([0, 0, 0, 0, 1]);
  const splits = splitRows(rows, 2, { train: 0.1, dev: 0.45, test: 0.45 }, 1);
  expect(count(splits, rows, 'train', 0)).toBe(1);
  expect(count(splits, rows, 'train', 1)).toBe(1);
});

test('rows that have a split keep it; a missing dev comes out of train', () => {
  const rows = [
    ...Array.from({ length: 90 }, (_, i) => ({ y: i % 2, split: 'train' as const })),
    ...Array.from({ length: 30 }, (_, i) => ({ y: i % 2, split: 'test' as const })),
  ];
  const splits = splitRows(rows, 2, DEFAULT_SHARES, 1);
  expect(splits.slice(90).every((split) => split === 'test')).toBe(true);
  // One part of nine, because test's share is none of train's rows.
  expect(splits.filter((split) => split === 'dev')).toHaveLength(10);
});

test.each([
  [0.8, 0.1, 0.2],
  [1, 0, 0],
  [Number.NaN, 0.5, 0.5],
  [1.2, -0.1, -0.1],
])('shares %d, %d, %d are refused', (train, dev, test) => {
  expect(() => {
    checkShares({ train, dev, test });
  }).toThrow(/no three parts of a whole/);
});

test('shares that miss 1 by rounding alone are taken', () => {
  checkShares({ train: 0.7, dev: 0.2, test: 0.1 });
});

describe('the split that a file name tells', () => {
  test.each<readonly [string, SplitName | null]>([
    ['train.csv', 'train'],
    ['data/reviews-validation-0001.jsonl', 'dev'],
    ['C:\\data\\TEST.tsv', 'test'],
    ['train/reviews.csv', null],
    ['contest.csv', null],
    ['train_test.csv', null],
  ])('%s: %s', (name, split) => {
    expect(splitOfFile(name)).toBe(split);
  });
});
