import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { writeNpy } from '../../src/data/write-npy.ts';
import { PROMPT_INDICATOR_NAMES } from '../../src/methods/transfer/indicators.ts';
import { lab, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-indicators-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const indicators = (...args: readonly string[]): Promise<Outcome> => lab('indicators', ...args);

interface Report {
  readonly names: readonly string[];
  readonly lengths: readonly number[];
  readonly width: number;
  readonly controls: unknown;
  readonly indicators: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
}

type Rows = readonly (readonly number[])[];

/** A folder with one `.npy` a prompt. */
function promptFolder(name: string, prompts: Readonly<Record<string, Rows>>): string {
  const made = join(folder, name);
  mkdirSync(made);
  for (const [stem, rows] of Object.entries(prompts))
    writeFileSync(
      join(made, `${stem}.npy`),
      writeNpy({ dims: [rows.length, rows[0].length], data: Float32Array.from(rows.flat()) }),
    );
  return made;
}

test('published prompts: all indicators, in the order of the files’ names', async () => {
  const dir = join(folder, 'published');
  mkdirSync(dir);
  for (const task of ['SST2', 'IMDB', 'MNLI'])
    cpSync(
      join(projectFolder, `tests/fixtures/published-prompts/roberta-base/${task}.npy`),
      join(dir, `${task}.npy`),
    );
  writeFileSync(join(dir, 'notes.txt'), 'no prompt');
  const whole = await indicators(dir, '--json');
  expect(whole.status).toBe(0);
  expect(whole.err).toMatch(/notes\.txt/);
  const kept = JSON.parse(whole.out) as Report;
  expect(kept).toMatchObject({
    names: ['IMDB', 'MNLI', 'SST2'],
    lengths: [100, 100, 100],
    width: 768,
    controls: { initial: null, dropRows: null, equalNorms: false },
  });
  expect(Object.keys(kept.indicators)).toEqual(PROMPT_INDICATOR_NAMES);
  expect(kept.indicators.C_concat[0][2]).toBeCloseTo(0.05101, 6);
  expect(kept.indicators.C_concat[2][1]).toBeCloseTo(-0.062571, 6);
  const dropped = JSON.parse((await indicators(dir, '--json', '--drop-rows', '0')).out) as Report;
  expect(dropped.lengths).toEqual([99, 99, 99]);
  expect(dropped.indicators.E_average[0][2]).toBeCloseTo(0.094477, 6);
  const table = await indicators(dir);
  expect(table.out).toBe('');
  expect(table.err).toMatch(/C_matched/);
});

test('a shared start and norms are taken away before anything is compared', async () => {
  const dir = promptFolder('confounds', {
    first: [
      [11, 0],
      [0, 12],
    ],
    second: [
      [14, 0],
      [0, 18],
    ],
  });
  const initial = join(
    promptFolder('start', {
      start: [
        [10, 0],
        [0, 10],
      ],
    }),
    'start.npy',
  );
  const read = async (...args: readonly string[]): Promise<Report['indicators']> =>
    (JSON.parse((await indicators(dir, '--json', ...args)).out) as Report).indicators;
  // What is left is diag(1, 2) and diag(4, 8), equal but for the norm.
  const moved = await read('--initial', initial);
  expect(moved.C_concat[0][1]).toBeCloseTo(1, 6);
  expect(moved.E_concat[0][1]).toBeCloseTo(1 / (1 + Math.sqrt(9 + 36)), 6);
  const equal = await read('--initial', initial, '--equal-norms');
  expect(equal.E_concat[0][1]).toBeCloseTo(1, 6);
});

test('prompts of different lengths are compared where rows need no partner', async () => {
  const dir = promptFolder('lengths', {
    long: [
      [1, 0],
      [0, 1],
    ],
    short: [[1, 0]],
  });
  const { out, err, status } = await indicators(dir, '--json');
  const report = JSON.parse(out) as Report;
  expect(status).toBe(0);
  expect(err).toMatch(/different lengths/);
  expect(report.lengths).toEqual([2, 1]);
  expect(report.indicators.C_concat[0][1]).toBeNull();
  expect(report.indicators.C_average[0][1]).toBeCloseTo(0.5, 6);
});

const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  [
    'widths that differ',
    () => [promptFolder('widths', { one: [[1, 2]], two: [[1]] })],
    /two\.npy.*width|wide/,
  ],
  ['fewer than two prompts', () => [promptFolder('single', { one: [[1]] })], /1 prompts/],
  ['no prompt at all', () => [promptFolder('empty', {})], /0 prompts/],
  ['a folder that is not there', () => [join(folder, 'nowhere')], /nowhere/],
  ['NaN', () => [promptFolder('nan', { bad: [[NaN]], good: [[1]] })], /bad\.npy.*NaN/],
  ['infinity', () => [promptFolder('infinite', { good: [[1]], huge: [[Infinity]] })], /huge\.npy.*Infinity/],
  [
    'a file that is no .npy',
    () => {
      const dir = promptFolder('broken', { good: [[1]] });
      writeFileSync(join(dir, 'cut.npy'), 'hello');
      return [dir];
    },
    /cut\.npy/,
  ],
  [
    'a row that is not there',
    () => [promptFolder('rows', { one: [[1], [2]], two: [[3], [4]] }), '--drop-rows', '2'],
    /no row 2/,
  ],
  [
    'a row that is no number',
    () => [promptFolder('words', { one: [[1], [2]], two: [[3], [4]] }), '--drop-rows', 'first'],
    /--drop-rows/,
  ],
  [
    'a start of another shape',
    () => {
      const dir = promptFolder('shapes', { one: [[1], [2]], two: [[3], [4]] });
      return [dir, '--initial', join(promptFolder('other', { start: [[1]] }), 'start.npy')];
    },
    /one\.npy.*virtual tokens/,
  ],
];

test.each(cases)('%s is refused with the file or option at fault', async (_name, args, message) => {
  const { status, err, out } = await indicators(...args());
  expect(status).not.toBe(0);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/ {4}at /);
  expect(out).toBe('');
});

test('with --json an error is an object on stdout too', async () => {
  const { out } = await indicators(promptFolder('alone', { one: [[1]] }), '--json');
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'argument' } });
});
