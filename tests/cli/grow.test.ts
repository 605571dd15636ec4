import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseGrowthSweep } from '../../src/experiment/progressive/growth-schema.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-grow-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run of a few short steps. */
const OPTIONS = [
  ...['--plm', 'lab-tiny', '--task', 'subj', '--eval-every', '3', '--batch', '4', '--max-length', '16'],
  ...[
    '--prompt-length',
    '3',
    '--dev-rows',
    '12',
    '--test-rows',
    '12',
    '--score-rows',
    '16',
    '--engine',
    'cpu',
  ],
];

test('--predict counts what the stages cost, and trains nothing', async () => {
  const { status, out, err } = await lab(
    'grow',
    ...OPTIONS,
    '--steps',
    '8',
    '--reduce',
    'depth',
    '--predict',
    '--json',
  );
  expect(status, err).toBe(0);
  const report = JSON.parse(out) as {
    stages: { layers: number[]; neurons: number; relativeFlops: number }[];
    cost: { flops: { relative: number }; seconds: null };
    arms: unknown[];
  };
  expect(report.stages.map(({ layers, neurons }) => [layers.length, neurons])).toEqual([
    [2, 512],
    [3, 512],
    [4, 512],
  ]);
  expect(report.stages[0].relativeFlops).toBeLessThan(report.stages[1].relativeFlops);
  expect(report.stages[2].relativeFlops).toBe(1);
  expect(report.cost.flops.relative).toBeLessThan(0.8);
  expect(report.cost.seconds).toBeNull();
  expect(report.arms).toEqual([]);
});

test('stages by numbers are trained, kept in a file, and reported from it word for word', async () => {
  const file = join(folder, 'grown.plab');
  const stages = ['--stages', '3:2x64,3:4x512', '--compare', 'flops', '--seeds', '1,2'];
  const trained = await lab('grow', ...OPTIONS, ...stages, '--out', file, '--json');
  expect(trained.status, trained.err).toBe(0);
  const report = JSON.parse(trained.out) as {
    done: number;
    total: number;
    stages: { stepsTaken: number[] }[];
    neurons: { kept: number[][] };
  };
  expect([report.done, report.total]).toEqual([7, 7]);
  expect(report.stages.map(({ stepsTaken }) => stepsTaken)).toEqual([
    [3, 3],
    [3, 3],
  ]);
  expect(report.neurons.kept.map((list) => list.length)).toEqual([64, 64]);
  const again = await lab('report', file, '--json');
  expect(again.out).toBe(trained.out);
}, 60_000);

test('--print-recipe prints a recipe that says what was asked for, and nothing else', async () => {
  const { status, out, err } = await lab(
    'grow',
    ...OPTIONS,
    ...['--steps', '8', '--reduce', 'width', '--select-neurons', 'inverse', '--grow', 'plateau'],
    ...['--compare', 'seconds', '--schedule', 'constant', '--print-recipe'],
  );
  expect([status, err]).toEqual([0, '']);
  expect(parseGrowthSweep(JSON.parse(out))).toMatchObject({
    method: 'grow',
    tasks: ['subj'],
    training: { steps: 8, schedule: 'constant', promptLength: 3 },
    stages: { by: 'shares', reduce: 'width' },
    selectNeurons: 'inverse',
    growth: { kind: 'plateau' },
    compare: ['seconds'],
  });
});

describe.each<readonly [string, readonly string[], string, RegExp]>([
  ['stages that are none', ['--stages', '3:2'], '--stages', /no stage/],
  ['no stages', ['--stages', ''], '--stages', /no stage/],
  ['a decoder that the PLM lacks', ['--decoder'], 'decoder', /no encoder-decoder/],
  ['more layers than there are', ['--stages', '3:2x64,3:9x512'], 'stages.1', /9 layers, and there are 4/],
  ['more neurons than there are', ['--stages', '6:4x513'], 'stages.0', /513 neurons, and there are 512/],
  ['shares that don’t add up', ['--shares', '0.5,1', '--spent', '0.5,0.6'], 'stages.spent', /adds up to 1.1/],
  [
    'two ways of asking',
    ['--stages', '6:4x512', '--reduce', 'depth'],
    '--reduce',
    /--stages says what they are/,
  ],
  ['an unknown reduction', ['--reduce', 'height'], '--reduce', /not known/],
])('%s', (_, options, where, message) => {
  test('are refused by name', async () => {
    const { status, out } = await lab('grow', ...OPTIONS, ...options, '--predict', '--json');
    const { error } = JSON.parse(out) as { error: { where: string; message: string } };
    expect(status).toBe(1);
    expect(error.where).toBe(where);
    expect(error.message).toMatch(message);
  });
});
