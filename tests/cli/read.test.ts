import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSafetensors } from '../../src/data/safetensors.ts';
import { defaultRead } from '../../src/experiment/reader/default-read.ts';
import { parseReadSweep } from '../../src/experiment/reader/read-schema.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-read-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Two readers of a few short steps. */
const OPTIONS = [
  ...['--width', '8', '--heads', '2', '--keep', '8', '--batch', '8', '--steps', '4', '--eval-every', '4'],
  ...['--dev-items', '8', '--test-items', '10', '--engine', 'cpu'],
];

test('without options the recipe is the one that trains', async () => {
  const { status, out, err } = await lab('read', '--print-recipe');
  expect(status, err).toBe(0);
  expect(parseReadSweep(JSON.parse(out))).toEqual(defaultRead());
});

test('readers are trained, kept in a file, reported from it word for word, and repeated bit for bit', async () => {
  const file = join(folder, 'read.plab');
  const own = join(folder, 'own.json');
  writeFileSync(
    own,
    JSON.stringify({ query: 'kind_of a', passages: ['a is b', 'c is d'], candidates: ['b', 'd'] }),
  );
  const asked = ['--lengths', '64,8192', '--predictions', '--json'];
  const run = await lab('read', ...OPTIONS, ...asked, '--out', file);
  expect(run.status, run.err).toBe(0);
  const report = JSON.parse(run.out) as Record<string, unknown>;
  expect(report).toMatchObject({
    chance: 0.25,
    seeds: [1],
    done: 6,
    total: 6,
    cpuFallbackNodes: 0,
    engine: 'cpu',
    span: { exact: null, f1: null },
    data: { name: 'two-hop', dev: 8, test: 10 },
    variants: [
      { name: 'gate', bestStep: [4], curves: [{ seed: 1, points: [{ step: 4, wordsKept: 0 }] }] },
      { name: 'no-cross', bestStep: [4] },
    ],
    difference: { of: 'gate - no-cross' },
    cost: [
      { length: 64, mode: 'gate', fits: true },
      { length: 64, mode: 'all', fits: true },
      { length: 8192, mode: 'gate', fits: true },
      { length: 8192, mode: 'all', fits: false, stepMs: null },
    ],
  });
  // Two readers, asked for two hops and for the second alone.
  expect(report.predictions).toHaveLength(2 * 2 * 10);
  const printed = await lab('report', file, '--predictions', '--json');
  expect(printed.out).toBe(run.out);
  const again = await lab('read', ...OPTIONS, '--lengths', '64,8192', '--out', file, '--ask', own, '--json');
  expect((JSON.parse(again.out) as { asked: unknown }).asked).toMatchObject([
    { query: 'kind_of a', variant: 'gate', p: [expect.any(Number), expect.any(Number)] },
    { query: 'kind_of a', variant: 'no-cross' },
  ]);
  const weights = join(folder, 'reader.safetensors');
  const converted = await lab('convert', file, weights, '--reader', 'no-cross');
  expect(converted.status, converted.err).toBe(0);
  const tensors = readSafetensors(readFileSync(weights), weights);
  expect(tensors.get('block.2.query.weight')?.dims).toEqual([8, 8]);
  const sizes = [...tensors.values()].map(({ data }) => data.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(report.parameters);
  const repeated = await lab('repeat', file, '--json');
  expect(repeated.status, repeated.err).toBe(0);
  expect(JSON.parse(repeated.out)).toMatchObject({ same: true });
}, 300_000);

test.each([
  [['--heads', '3'], /model\.heads.*must divide the width/],
  [['--variants', 'gate,nothing'], /--variants/],
  [['--keep', '0'], /--keep/],
  [['--data', 'no-such-file.json'], /no-such-file\.json/],
  [['--ask', 'no-such-file.json'], /no-such-file\.json/],
])(
  '%j is refused by its name',
  async (options, message) => {
    const { status, out } = await lab('read', ...OPTIONS, ...options, '--json');
    expect(status).toBe(1);
    const { error } = JSON.parse(out) as { error: { message: string; where?: string } };
    expect(`${error.where ?? ''} ${error.message}`).toMatch(message);
  },
  120_000,
);
