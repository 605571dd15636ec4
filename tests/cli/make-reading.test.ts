import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-make-reading-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Record {
  readonly query: string;
  readonly answer: string;
  readonly candidates: readonly string[];
  readonly supports: readonly string[];
}

const SPLITS = ['train', 'dev', 'test'] as const;

test('the set in WikiHop’s form, its counts, baselines, hash and licence', async () => {
  const out = join(folder, 'set');
  const { status, out: printed } = await lab('make-reading', out, '--candidates', '4', '--masked', '--json');
  expect(status).toBe(0);
  const { items, passages, sharedPassages, baselines, sha256 } = JSON.parse(printed) as {
    items: { train: number; dev: number; test: number };
    passages: { train: number; dev: number; test: number };
    sharedPassages: number;
    baselines: { majority: { dev: number } };
    sha256: string;
  };
  expect(readdirSync(out).sort()).toEqual(['LICENSE-wordnet.txt', 'dev.json', 'test.json', 'train.json']);
  const texts = SPLITS.map((split) => readFileSync(join(out, `${split}.json`), 'utf8'));
  expect(createHash('sha256').update(texts.join('')).digest('hex')).toBe(sha256);
  const records = texts.map((text) => JSON.parse(text) as readonly Record[]);
  expect(SPLITS.map((split) => items[split])).toEqual(records.map(({ length }) => length));
  expect(SPLITS.map((split) => passages[split])).toEqual(
    records.map((ofSplit) => new Set(ofSplit.flatMap(({ supports }) => supports)).size),
  );
  expect(sharedPassages).toBe(0);
  expect(baselines.majority.dev).toBeLessThan(0.32);
  const [first] = records[1];
  expect(first.query).toMatch(/^[a-z_]+ @\d+$/);
  expect(first.candidates).toContain(first.answer);
  expect(first.supports[0]).toMatch(/^@\d+ : /);
});

test('a folder that holds something else is left alone', async () => {
  writeFileSync(join(folder, 'diary.txt'), 'mine');
  const { status, out } = await lab('make-reading', folder, '--json');
  expect(status).toBe(1);
  expect((JSON.parse(out) as { error: { where: string } }).error.where).toBe('out');
  expect(readdirSync(folder)).not.toContain('train.json');
});

test.each([
  ['--candidates', '1'],
  ['--hard', 'much'],
  ['--seed', '-1'],
])('%s %s is refused by name', async (option, value) => {
  const { status, err } = await lab('make-reading', join(folder, 'other'), option, value);
  expect(status).toBe(1);
  expect(err).toContain(option);
});
