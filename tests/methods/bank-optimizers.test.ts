/** Several matrices in one tensor are updated as each would be alone, each at its own learning rate. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import type { HostTensor } from '../../src/onnx/host-tensor.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import type { OptimizerSettings } from '../../src/experiment/recipe-types.ts';
import { compileProgram } from '../../src/methods/training/compiled-program.ts';
import { addUpdate } from '../../src/methods/training/optimizers.ts';
import { Builder } from '../../src/onnx/builder.ts';
import { elementCount } from '../../src/onnx/tensor.ts';

const MATRIX = [4, 6];
const SIZE = elementCount(MATRIX);
const RATES = [0.1, 0.02, 0];
const STEPS = 8;

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

const tensor = (dims: readonly number[], data: Iterable<number>): HostTensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
});

/** Values and gradients that differ in size from matrix to matrix. */
const start = (matrix: number): number[] =>
  Array.from({ length: SIZE }, (_, at) => Math.sin(at + 7 * matrix) * 10 ** matrix);
const gradientOf = (matrix: number, step: number): number[] =>
  Array.from({ length: SIZE }, (_, at) => Math.cos(at * (step + 1) + matrix) * 10 ** (1 - matrix));

/** Matrices `which` after all steps; one alone is a plain matrix with a plain learning rate. */
async function updated(settings: OptimizerSettings, which: readonly number[]): Promise<number[][]> {
  const alone = which.length === 1;
  const dims = alone ? MATRIX : [which.length, ...MATRIX];
  const b = new Builder();
  const value = b.input('value', 'float32', dims);
  const gradient = b.input('gradient', 'float32', dims);
  const rateDims = alone ? [] : [which.length, 1, 1];
  const inputs = { learningRate: b.input('rate', 'float32', rateDims), step: b.input('step', 'float32', []) };
  const update = addUpdate(b, settings, 'value', value, gradient, inputs);
  const state = [{ name: 'value', value, next: update.next }, ...update.state];
  const program = compileProgram('update', (outputs) => b.build(outputs), { after: update.next }, state);
  const compiled = await engine.compile(program.spec);
  await compiled.setState(
    Object.fromEntries(
      program.spec.state.map(({ name, dims: own }) => [
        name,
        tensor(own, name === 'value' ? which.flatMap(start) : new Float32Array(elementCount(own))),
      ]),
    ),
  );
  let after: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const all: Record<string, HostTensor> = {
      gradient: tensor(
        dims,
        which.flatMap((matrix) => gradientOf(matrix, step)),
      ),
      rate: tensor(
        rateDims,
        which.map((matrix) => RATES[matrix]),
      ),
      step: tensor([], [step + 1]),
    };
    const fed = Object.fromEntries(program.spec.inputs.map(({ name }) => [name, all[name]]));
    after = Array.from((await compiled.run(fed, ['after'])).after.data);
  }
  await compiled.release();
  return which.map((_, index) => after.slice(index * SIZE, (index + 1) * SIZE));
}

test.each<OptimizerSettings>([
  { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  { kind: 'adafactor', weightDecay: 1e-5, clipThreshold: 1, decayRate: -0.8 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'sgd', momentum: 0, nesterov: false },
])('%j', async (settings) => {
  const together = await updated(settings, [0, 1, 2]);
  for (const matrix of [0, 1, 2]) {
    const [alone] = await updated(settings, [matrix]);
    const largest = Math.max(...alone.map(Math.abs));
    together[matrix].forEach((value, at) => expect(Math.abs(value - alone[at]) / largest).toBeLessThan(1e-6));
  }
  expect(together[2]).toEqual(Array.from(Float32Array.from(start(2))));
});
