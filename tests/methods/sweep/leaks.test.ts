import { describe, expect, test } from 'vitest';
import { openTask } from '../../../src/cli/open-task.ts';
import type { Task, TaskRow } from '../../../src/experiment/task-types.ts';
import { taskFingerprint } from '../../../src/experiment/task-fingerprint.ts';
import { leakedRows } from '../../../src/methods/sweep/leaks.ts';

function task(train: readonly TaskRow[], test: readonly TaskRow[]): Task {
  return {
    name: 't',
    family: 'f',
    labels: ['a', 'b'],
    template: '{a} [MASK]',
    labelWords: [['no'], ['yes']],
    source: '',
    licence: '',
    train,
    dev: [],
    test,
  };
}

describe('rows leak', () => {
  const source = task(
    [
      { a: 'A fine, fine film !', y: 0 },
      { a: 'one', b: 'two', y: 1 },
    ],
    [],
  );
  const leaked = (...rows: readonly TaskRow[]) => leakedRows(source, task([], rows));

  test('whatever their case, punctuation, spacing and label', () => {
    expect(
      leaked({ a: 'other', y: 0 }, { a: 'a fine fine film', y: 1 }, { a: 'A  FINE-FINE film.', y: 0 }),
    ).toEqual([1, 2]);
  });

  test('only as a whole, both texts in their places', () => {
    expect(leaked({ a: 'a fine film', y: 0 })).toEqual([]);
    expect(leaked({ a: 'one', y: 0 }, { a: 'two', b: 'one', y: 0 }, { a: 'one two', y: 0 })).toEqual([]);
    expect(leaked({ a: 'One', b: 'Two', y: 0 })).toEqual([0]);
  });
});

test('sst2 and subj, cut out of the same snippets, share rows; each row found is in the other’s training rows', async () => {
  const [sst2, subj] = [await openTask('sst2'), await openTask('subj')];
  const plain = (row: TaskRow) => row.a.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const [source, target] of [
    [sst2, subj],
    [subj, sst2],
  ]) {
    const rows = leakedRows(source, target);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(target.test.length / 2);
    const seen = new Set(source.train.map(plain));
    for (const row of rows) expect(seen.has(plain(target.test[row]))).toBe(true);
  }
  expect(leakedRows(await openTask('sms_spam'), sst2)).toEqual([]);
});

test('a fingerprint depends on rows, label words and template, and on nothing that a run does not see', async () => {
  const base = task([{ a: 'x', y: 0 }], [{ a: 'y', y: 1 }]);
  const prints = await Promise.all(
    [
      base,
      { ...base, train: [{ a: 'x', y: 1 }] },
      { ...base, test: [] },
      { ...base, template: '[MASK] {a}' },
      { ...base, labelWords: [['bad'], ['yes']] },
    ].map(taskFingerprint),
  );
  expect(new Set(prints).size).toBe(prints.length);
  expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(await taskFingerprint({ ...base, name: 'u', licence: 'mine' })).toBe(prints[0]);
});
