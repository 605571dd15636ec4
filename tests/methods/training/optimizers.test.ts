/** The update programs on the CPU against the trajectories of torch and transformers. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { OptimizerSettings } from '../../../src/experiment/recipe-types.ts';
import { compileProgram } from '../../../src/methods/training/compiled-program.ts';
import { addUpdate, clipGradients } from '../../../src/methods/training/optimizers.ts';
import { Builder } from '../../../src/onnx/builder.ts';
import { elementCount } from '../../../src/onnx/tensor.ts';

type Matrix = readonly (readonly number[])[];

interface Trajectory {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly lr_per_step: readonly number[];
  readonly values: readonly Matrix[];
}

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/optim/${name}.json`, import.meta.url), 'utf8'));

const problem = load('problem') as { readonly start: Matrix; readonly gradients: readonly Matrix[] };

const DIMS = [20, 16];

const tensor = (dims: readonly number[], data: Iterable<number>): HostTensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
});
const matrix = (rows: Matrix): HostTensor => tensor(DIMS, rows.flat());
const number = (x: number): HostTensor => tensor([], [x]);

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

/** The values after each step, with rates and gradients as given. */
async function trajectory(
  settings: OptimizerSettings,
  clipNorm: number | null,
  rates: readonly number[],
): Promise<number[][]> {
  const b = new Builder();
  const value = b.input('value', 'float32', DIMS);
  const gradient = b.input('gradient', 'float32', DIMS);
  const inputs = { learningRate: b.input('rate', 'float32', []), step: b.input('step', 'float32', []) };
  const { clipped } = clipGradients(b, [gradient], clipNorm);
  const update = addUpdate(b, settings, 'value', value, clipped[0], inputs);
  const state = [{ name: 'value', value, next: update.next }, ...update.state];
  const program = compileProgram('update', (outputs) => b.build(outputs), { after: update.next }, state);
  const compiled = await engine.compile(program.spec);
  const start = program.spec.state.map(({ name, dims }): [string, HostTensor] => [
    name,
    name === 'value' ? matrix(problem.start) : tensor(dims, new Float32Array(elementCount(dims))),
  ]);
  await compiled.setState(Object.fromEntries(start));
  const seen: number[][] = [];
  for (const [index, rate] of rates.entries()) {
    const all: Record<string, HostTensor> = {
      gradient: matrix(problem.gradients[index]),
      rate: number(rate),
      step: number(index + 1),
    };
    const fed = Object.fromEntries(program.spec.inputs.map(({ name }) => [name, all[name]]));
    seen.push(Array.from((await compiled.run(fed, ['after'])).after.data));
  }
  await compiled.release();
  return seen;
}

const adamw = (weightDecay: number) =>
  ({ kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay }) as const;
const sgd = (nesterov: boolean) => ({ kind: 'sgd', momentum: 0.9, nesterov }) as const;

describe.each<[file: string, settings: OptimizerSettings, clipNorm: number | null]>([
  ['adamw', adamw(0), null],
  ['adamw_decay', adamw(0.01), null],
  ['adamw_warmup', adamw(0), null],
  ['adafactor', { kind: 'adafactor', weightDecay: 1e-5, clipThreshold: 1, decayRate: -0.8 }, null],
  ['sgd_momentum', sgd(false), null],
  ['sgd_nesterov', sgd(true), null],
  ['sgd_clipped', sgd(false), 10],
])('%s', (file, settings, clipNorm) => {
  test('follows the trajectory of PyTorch to 1e-5 over ten steps', async () => {
    const reference = load(file) as Trajectory;
    const seen = await trajectory(settings, clipNorm, reference.lr_per_step);
    expect(seen).toHaveLength(10);
    reference.values.forEach((expected, step) => {
      expected.flat().forEach((x, index) => expect(Math.abs(seen[step][index] - x)).toBeLessThan(1e-5));
    });
  });
});

test('without clipping the clipped trajectory is another one', async () => {
  const reference = load('sgd_clipped') as Trajectory;
  const seen = await trajectory(sgd(false), null, reference.lr_per_step);
  const last = reference.values[9].flat();
  expect(Math.max(...last.map((x, index) => Math.abs(seen[9][index] - x)))).toBeGreaterThan(1e-2);
});

type Nested = number | readonly Nested[];
const flat = (x: Nested): number[] => (typeof x === 'number' ? [x] : x.flatMap(flat));
const dimsOf = (x: Nested): number[] => (typeof x === 'number' ? [] : [x.length, ...dimsOf(x[0])]);

interface ClippingCase {
  readonly max_norm: number;
  readonly norm: number;
  readonly gradients: readonly Nested[];
  readonly clipped: readonly Nested[];
}

const cases = (load('clipping') as { readonly cases: readonly ClippingCase[] }).cases;

test.each(cases.map((row) => [row.max_norm, row] as const))(
  'the common norm of three tensors is clipped to %f',
  async (limit, row) => {
    const b = new Builder();
    const gradients = row.gradients.map((g, index) => b.input(`g${String(index)}`, 'float32', dimsOf(g)));
    const { clipped, norm } = clipGradients(b, gradients, limit);
    const outputs = {
      norm,
      ...Object.fromEntries(clipped.map((value, index) => [`clipped${String(index)}`, value])),
    };
    const program = compileProgram('clip', (values) => b.build(values), outputs);
    const compiled = await engine.compile(program.spec);
    const fed = row.gradients.map((g, index): [string, HostTensor] => [
      `g${String(index)}`,
      tensor(dimsOf(g), flat(g)),
    ]);
    const results = await compiled.run(Object.fromEntries(fed), Object.keys(outputs));
    expect(results.norm.data[0]).toBeCloseTo(row.norm, 4);
    row.clipped.forEach((expected, index) => {
      const { data } = results[`clipped${String(index)}`];
      flat(expected).forEach((x, at) => expect(Math.abs(data[at] - x)).toBeLessThan(1e-6));
    });
    await compiled.release();
  },
);
