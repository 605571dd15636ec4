import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadTask } from '../../src/data/load-task.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-import-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const rows = Array.from({ length: 60 }, (_, i) => ({
  a: `text ${i}, “quoted”\nand more`,
  y: i % 3 === 0 ? 1 : 0,
}));
const csv = `words,stars\r\n${rows.map(({ a, y }) => `"${a}",${y === 0 ? 5 : 1}`).join('\r\n')}\r\n`;
// Called as a split is: a single file is divided all the same.
const reviews = put('test_reviews.csv', `\ufeff${csv}`);

test('an imported file is a task folder with the same rows, and its report', async () => {
  const out = join(folder, 'first', 'reviews');
  const outcome = await lab(
    ...['import', reviews, '--out', out, '--a', 'words', '--label', 'stars', '--seed', '7'],
    ...['--classes', '5=positive;1=negative', '--label-words', 'great,good;bad', '--family', 'sentiment'],
    ...['--shares', '0.5,0.25,0.25', '--template', '{a} so [MASK] .', '--json'],
  );
  expect(outcome.err).toContain('class “positive” (label words: great, good): train 20, dev 10, test 10');
  expect(outcome.status).toBe(0);
  const task = await loadTask(out, (path) => readFile(path, 'utf8'));
  expect(task).toMatchObject({
    name: 'reviews',
    family: 'sentiment',
    labels: ['positive', 'negative'],
    labelWords: [['great', 'good'], ['bad']],
    template: '{a} so [MASK] .',
  });
  const byText = (x: { a: string }, y: { a: string }) => (x.a < y.a ? -1 : 1);
  expect([...task.train, ...task.dev, ...task.test].sort(byText)).toEqual([...rows].sort(byText));
  expect(JSON.parse(outcome.out)).toMatchObject({
    out,
    task: { name: 'reviews', labels: ['positive', 'negative'] },
    report: { rowsRead: 60, balance: { train: [20, 10], dev: [10, 5], test: [10, 5] } },
  });
  expect(outcome.out.trim().split('\n')).toHaveLength(1);
});

test('lab train takes the folder', async () => {
  const out = join(folder, 'trained');
  const imported = await lab('import', reviews, '--out', out, '--label-words', 'great;bad', '--name', 'mine');
  expect(imported.status).toBe(0);
  expect(imported.out).toBe('');
  const trained = await lab(
    ...['train', '--plm', 'lab-tiny', '--task', out, '--steps', '2', '--eval-every', '2'],
    ...['--max-length', '16', '--batch', '2', '--json'],
  );
  expect(trained.status).toBe(0);
  expect(JSON.parse(trained.out)).toMatchObject({ steps: 2 });
});

test('files with splits in their names, malformed rows left out, duplicates dropped', async () => {
  const train = put(
    'train.jsonl',
    `${rows.map(({ a, y }) => JSON.stringify({ text: a, label: y })).join('\n')}\n{"text":\n`,
  );
  const held = put('test.tsv', 'text\tlabel\nunseen\t0\nseen once\t1\n');
  const dev = put(
    'valid.json',
    JSON.stringify([
      { text: rows[0]?.a, label: 1 },
      { text: 'b', label: 0 },
    ]),
  );
  const out = join(folder, 'files');
  const { status, err } = await lab(
    'import',
    train,
    held,
    dev,
    '--out',
    out,
    '--most',
    '40,,',
    '--skip-malformed',
    '--drop-duplicates',
  );
  expect(err).toContain('train.jsonl, line 61: it is no valid JSON');
  expect(err).toContain('taken from train: 1 rows');
  expect(status).toBe(0);
  const task = await loadTask(out, (path) => readFile(path, 'utf8'));
  expect([task.train.length, task.dev.length, task.test.length]).toEqual([40, 2, 2]);
  expect(task.test).toEqual([
    { a: 'unseen', y: 0 },
    { a: 'seen once', y: 1 },
  ]);
});

describe('bad input is named, and leaves nothing behind', () => {
  const filled = join(folder, 'filled');
  mkdirSync(filled);
  writeFileSync(join(filled, 'mine.txt'), 'mine');
  test.each<readonly [string, readonly string[], RegExp]>([
    ['a folder that is filled', [reviews, '--out', filled], /--out: .*no empty folder/],
    ['a file that is not there', ['nothing.csv'], /nothing\.csv: There is no such file/],
    ['another kind of file', [put('d.xlsx', 'x')], /d\.xlsx: its ending/],
    ['Latin-1', [put('latin.csv', Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x78, 0x0a))], /byte 4/],
    ['a column that is not there', [reviews, '--a', 'text'], /no column “text” \(--a\)/],
    ['shares that are none', [reviews, '--shares', '0.8,0.2'], /--shares/],
    ['shares beyond the whole', [reviews, '--shares', '0.8,0.8,0.8'], /no three parts of a whole/],
    ['a most that is none', [reviews, '--most', '5,x,5'], /--most/],
    ['a seed that is none', [reviews, '--seed', 'x'], /--seed/],
    [
      'ragged rows',
      [put('ragged.csv', `${csv}alone\r\n`)],
      /line 122: it has 1 fields.*\n.*--skip-malformed/,
    ],
  ])('%s', async (_what, args, message) => {
    const out = join(folder, 'nowhere');
    const { status, err, out: printed } = await lab('import', '--out', out, ...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/ {4}at /);
    expect(status).not.toBe(0);
    expect(printed).toBe('');
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(filled)).toEqual(['mine.txt']);
  });

  test('as JSON too', async () => {
    const { out } = await lab('import', 'nothing.csv', '--out', join(folder, 'nowhere'), '--json');
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'file', where: 'nothing.csv' } });
  });
});
