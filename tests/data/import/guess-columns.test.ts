import { describe, expect, test } from 'vitest';
import { guessColumns } from '../../../src/data/import/guess-columns.ts';
import type { ColumnOptions } from '../../../src/data/import/import-types.ts';

const sample = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));

const guess = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  given: ColumnOptions = {},
) => {
  const { a, b, label, split } = guessColumns(sample(columns, rows), given);
  return [a?.column, b?.column, label?.column, split?.column];
};

const four = (row: (i: number) => readonly string[]) => Array.from({ length: 4 }, (_, i) => row(i));

describe('columns by their names', () => {
  test.each<readonly [readonly string[], readonly (string | undefined)[]]>([
    [
      ['id', 'Text', 'LABEL'],
      ['Text', undefined, 'LABEL', undefined],
    ],
    [
      ['label', 'premise', 'hypothesis'],
      ['premise', 'hypothesis', 'label', undefined],
    ],
    [
      ['question1', 'question2', 'y'],
      ['question1', 'question2', 'y', undefined],
    ],
    [
      ['a', 'b', 'y'],
      ['a', 'b', 'y', undefined],
    ],
    [
      ['review', 'sentiment', 'topic'],
      ['review', undefined, 'sentiment', undefined],
    ],
  ])('%j', (columns, expected) => {
    expect(
      guess(
        columns,
        four((i) => columns.map((_, j) => `${i}${j}`)),
      ),
    ).toEqual(expected);
  });
});

test('unknown names: the fewest values are the class, the longest texts the text', () => {
  const { a, label } = guessColumns(
    sample(
      ['nr', 'kommentar', 'note'],
      four((i) => [`${i}`, `a longer remark ${i}`, i % 2 === 0 ? 'gut' : 'schlecht']),
    ),
    {},
  );
  expect(a).toEqual({ column: 'kommentar', reason: expect.stringContaining('17 characters') as string });
  expect(label).toEqual({ column: 'note', reason: expect.stringContaining('2 in 4 rows') as string });
});

test('a column with a value a row, or one value, is no class', () => {
  const columns = guess(
    ['nr', 'remark', 'lang'],
    four((i) => [`${i}`, `remark ${i}`, 'en']),
  );
  expect(columns[2]).toBeUndefined();
});

test('a split column is taken when all its values name splits', () => {
  const columns = ['text', 'label', 'split'];
  expect(
    guess(
      columns,
      four((i) => [`${i}`, 'x', i === 0 ? 'validation' : 'train']),
    )[3],
  ).toBe('split');
  expect(
    guess(
      columns,
      four((i) => [`${i}`, 'x', `fold ${i}`]),
    )[3],
  ).toBeUndefined();
  expect(
    guess(
      columns,
      four((i) => [`${i}`, 'x', 'train']),
      { split: null },
    )[3],
  ).toBeUndefined();
});

test('what is given is not guessed, and is taken from nothing else', () => {
  const columns = ['text', 'label', 'other'];
  const rows = four((i) => [`${i}`, 'x', `no ${i % 2}`]);
  expect(guess(columns, rows, { label: 'text' })).toEqual(['other', undefined, 'text', undefined]);
  expect(guess(columns, rows, { a: 'label', label: 'other' })).toEqual([
    'label',
    undefined,
    'other',
    undefined,
  ]);
  expect(guess(['premise', 'hypothesis', 'label'], rows, { b: null })[1]).toBeUndefined();
});
