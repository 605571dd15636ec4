/** A bank of two prompts with tasks of two and of three classes: WebGPU against wasm, step by step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import { elementCount } from '../../../src/engine/program-checks.ts';
import { bankProgram, OTHER_CLASS } from '../../../src/methods/prompt/bank-program.ts';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import type { Plm } from '../../../src/plm/plm.ts';
import { openTiny } from './lab-tiny.ts';

/** Three runs of the twin check of graph capture, and replays without it. */
const steps = 6;
const prompts = 2;
const rowsEach = 2;
const batch = prompts * rowsEach;
const length = 8;
const classes = 5;

/** Classes of each row's task, and its own. */
const classesOf = [
  [0, 1],
  [0, 1],
  [2, 3, 4],
  [2, 3, 4],
];
const labels = [0, 1, 4, 2];

let plm: Plm;
let compiled: CompiledProgram;
let engines: Readonly<Record<'webgpu' | 'wasm', Engine>>;
beforeAll(async () => {
  plm = await openTiny();
  const shape = { batch, length, promptLength: 3, decoderLength: 1, fillerId: plm.fillerId };
  compiled = bankProgram(
    plm,
    shape,
    { prompts, words: classes, classes },
    {
      optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
      clipNorm: 1,
      history: steps,
    },
  );
  engines = { webgpu: await createBrowserEngine('webgpu'), wasm: await createBrowserEngine('wasm') };
});
afterAll(async () => {
  for (const engine of Object.values(engines)) await engine.release();
});

const tensor = (dims: readonly number[], at: (index: number) => number): HostTensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from({ length: elementCount(dims) }, (_, index) => at(index)),
});

/** [batch, classes] with `inside` where `chosen` says so. */
const table = (chosen: (row: number, label: number) => boolean, inside: number, outside: number): number[] =>
  Array.from({ length: batch * classes }, (_, index) =>
    chosen(Math.floor(index / classes), index % classes) ? inside : outside,
  );

/** Another batch at every step. */
function feedsOf(step: number): Record<string, HostTensor> {
  const tokens = batch * length;
  return {
    ...compiled.feeds({
      input_ids: Int32Array.from({ length: tokens }, (_, index) => 10 + step + 7 * index),
      attention_mask: new Int32Array(tokens).fill(1),
      token_type_ids: new Int32Array(tokens),
      read_position: [2, 3 + (step % 4), 5, 1],
      label_words: [100, 200, 300, 400, 500],
      class_words: Array.from({ length: classes ** 2 }, (_, index) => Number(index % (classes + 1) === 0)),
      class_mask: table((row, label) => classesOf[row].includes(label), 0, OTHER_CLASS),
      targets: table((row, label) => labels[row] === label, 1, 0),
      row_weights: new Float32Array(batch).fill(1 / rowsEach),
    }),
    learning_rate: tensor([prompts, 1, 1], (prompt) => 0.02 / (prompt + 1)),
    step: tensor([], () => step + 1),
    slot: tensor([steps, 1, 1], (index) => Number(index === step)),
  };
}

interface Trained {
  readonly losses: readonly (readonly number[])[];
  readonly state: Record<string, HostTensor>;
}

async function train(engine: Engine): Promise<Trained> {
  await engine.loadWeights(compiled.weights);
  const program = await engine.compile(compiled.spec);
  const start = compiled.spec.state.map(({ name, dims }): [string, HostTensor] => [
    name,
    tensor(dims, (index) => (name === 'prompts' ? 0.1 * Math.sin(index) : 0)),
  ]);
  await program.setState(Object.fromEntries(start));
  const losses: number[][] = [];
  for (let step = 0; step < steps; step += 1)
    losses.push(Array.from((await program.run(feedsOf(step), ['losses'])).losses.data));
  const state = await program.readState(['prompts', 'history']);
  await program.release();
  return { losses, state };
}

test('the losses and prompts of a few steps', async () => {
  const [gpu, wasm] = [await train(engines.webgpu), await train(engines.wasm)];
  const [onGpu, onWasm] = [gpu, wasm].map(({ losses }) => losses.flat());
  expect(new Set(onGpu).size).toBe(steps * prompts);
  onGpu.forEach((loss, index) => expect(Math.abs(loss / onWasm[index] - 1)).toBeLessThan(1e-4));
  const difference = gpu.state.prompts.data.map((value, index) => value - wasm.state.prompts.data[index]);
  expect(Math.hypot(...difference) / Math.hypot(...wasm.state.prompts.data)).toBeLessThan(1e-4);
  // What the device remembers is what was fetched.
  const { data } = gpu.state.history;
  expect(gpu.losses).toEqual(
    Array.from({ length: steps }, (_, step) =>
      Array.from(data.subarray(3 * prompts * step, 3 * prompts * step + prompts)),
    ),
  );
  expect(data.every(Number.isFinite)).toBe(true);
});
