/** A step program of a small graph of our own: a line through points, its slope and its offset trained. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { usualOptimiser } from '../../../src/experiment/optimisers.ts';
import { Builder } from '../../../src/onnx/builder.ts';
import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import { arithmetic } from '../../../src/onnx/lowering/lowering.ts';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { compileOn, ProgramCache } from '../../../src/methods/training/program-cache.ts';
import { averageName, stepProgram, type StepSettings } from '../../../src/methods/training/step-program.ts';
import { divergedAt, Trainer } from '../../../src/methods/training/trainer.ts';

const SGD = { ...usualOptimiser('sgd'), momentum: 0 };
const SETTINGS: StepSettings = { optimizer: SGD, clipNorm: null, history: 10 };

/** Mean square of slope · x + offset − y over `rows` points; the offset has a learning rate of its own. */
function lineProgram(rows: number, settings: StepSettings = SETTINGS): CompiledProgram {
  const b = new Builder();
  const { add, sub, mul } = arithmetic(b);
  const [slope, offset] = ['slope', 'offset'].map((name) => b.input(name, 'float32', [1, 1]));
  const [x, y] = ['x', 'y'].map((name) => b.input(name, 'float32', [rows, 1]));
  const error = sub(add(mul(x, slope), offset), y);
  const loss = b.op('ReduceMean', [mul(error, error), b.ints([0, 1])], { keepdims: 0 });
  return stepProgram(b, {
    name: `line of ${String(rows)}`,
    loss,
    trained: [
      { name: 'slope', value: slope, gradientOutput: 'gradient.slope' },
      { name: 'offset', value: offset, gradientOutput: 'gradient.offset', ownRate: true },
    ],
    columns: { loss },
    outputs: { loss },
    settings,
  });
}

let engine: Engine;
const programs = new ProgramCache();
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(async () => {
  await programs.release();
  await engine.release();
});

const trainerOf = (key: string, settings?: StepSettings): Trainer<number> =>
  new Trainer<number>({
    engine,
    program: (rows) =>
      programs.get(`${key} ${String(rows)}`, () => compileOn(engine, lineProgram(rows, settings))),
    columns: ['loss'],
    lengths: [2],
  });

const points = (
  rows: number,
  scale = 1,
): { readonly batch: Record<string, never>; readonly inputs: Record<string, HostTensor> } => {
  const x = Float32Array.from({ length: rows }, (_, row) => row);
  const tensor = (data: Float32Array): HostTensor => ({ type: 'float32', dims: [rows, 1], data });
  return { batch: {}, inputs: { x: tensor(x), y: tensor(x.map((value) => scale * (3 * value + 2))) } };
};

const valueOf = async (trainer: Trainer<number>, name: string): Promise<number> =>
  (await trainer.readState([name]))[name].data[0];

test('tensors are trained together, each at its own rate', async () => {
  const trainer = trainerOf('rates');
  await trainer.setState(2, await trainer.startState(2, {}));
  const at = { step: 1, learningRate: 0, ownRates: { offset: 0.1 } };
  const read = await trainer.step(2, points(2), at, ['loss', 'gradient.slope', 'gradient.offset']);
  // y is 2 and 5, the line is 0: ∂/∂slope = mean(2·(−y)·x) = −5, ∂/∂offset = mean(−2·y) = −7.
  expect(read.loss.data[0]).toBeCloseTo(14.5, 5);
  expect(read['gradient.slope'].data[0]).toBeCloseTo(-5, 5);
  expect(read['gradient.offset'].data[0]).toBeCloseTo(-7, 5);
  expect(await valueOf(trainer, 'slope')).toBe(0);
  expect(await valueOf(trainer, 'offset')).toBeCloseTo(0.7, 6);
});

test('an average of each tensor follows its values', async () => {
  const trainer = trainerOf('averages', { ...SETTINGS, average: true });
  await trainer.setState(2, await trainer.startState(2, {}));
  const seen: number[] = [];
  for (let step = 1; step <= 3; step += 1) {
    const at = { step, learningRate: 0.05, ownRates: { offset: 0.05 }, averageShare: 1 / step };
    await trainer.step(2, points(2), at);
    seen.push(await valueOf(trainer, 'slope'));
  }
  const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
  expect(await valueOf(trainer, averageName('slope'))).toBeCloseTo(mean, 5);
});

test('the state moves to a program of another key and comes back, bit for bit', async () => {
  const rate = { learningRate: 0.05, ownRates: { offset: 0.02 } };
  const run = async (shapes: readonly number[]): Promise<readonly number[]> => {
    const momentum = { ...SETTINGS, optimizer: { ...SGD, momentum: 0.9 } };
    const trainer = trainerOf('moves', momentum);
    await trainer.setState(2, await trainer.startState(2, { slope: Float32Array.of(1) }));
    for (const [index, rows] of shapes.entries())
      await trainer.step(rows, points(rows, rows === 3 ? 0 : 1), { step: index + 1, ...rate });
    return [await valueOf(trainer, 'slope'), await valueOf(trainer, 'offset')];
  };
  const [there, back] = [await run([2, 3, 2]), await run([2, 3, 2])];
  expect(back).toEqual(there);
  expect(there).not.toEqual(await run([2, 2, 2]));
});

describe('what is remembered of the steps', () => {
  test('is there for each, however late it is read', async () => {
    const trainer = trainerOf('history');
    await trainer.setState(2, await trainer.startState(2, {}));
    const losses: number[] = [];
    for (let step = 1; step <= 12; step += 1) {
      const at = { step, learningRate: 0.05, ownRates: { offset: 0.05 } };
      losses.push((await trainer.step(2, points(2), at, ['loss'])).loss.data[0]);
    }
    const rows = await trainer.history(3, 12);
    expect(rows.map(({ step }) => step)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(rows.map(({ columns }) => columns.loss[0])).toEqual(losses.slice(2));
    await expect(trainer.history(2, 12)).rejects.toThrow(/only 10 are remembered/);
  });

  test('is not wiped out by a step without a number, and that step is named', async () => {
    const trainer = trainerOf('diverging');
    await trainer.setState(2, await trainer.startState(2, {}));
    // The fourth step's rate takes the line so far away that its square is no number any more.
    for (let step = 1; step <= 7; step += 1)
      await trainer.step(2, points(2), {
        step,
        learningRate: step === 4 ? 1e30 : 0.05,
        ownRates: { offset: 0.05 },
      });
    const rows = await trainer.history(1, 7);
    expect(rows.slice(0, 4).every(({ columns }) => Number.isFinite(columns.loss[0]))).toBe(true);
    expect(Number.isFinite(rows[4].columns.loss[0])).toBe(false);
    expect(divergedAt(rows)).toBe(5);
    expect(divergedAt(rows.slice(0, 3))).toBeNull();
  });
});
