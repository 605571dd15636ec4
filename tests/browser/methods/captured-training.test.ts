/**
 * The training program of a shipped PLM under graph capture. It has what small graphs lack: outputs that other nodes
 * read as well, such as the loss and the moments of AdamW.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import type { Engine, ProgramSpec } from '../../../src/engine/engine-types.ts';
import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import { elementCount } from '../../../src/engine/program-checks.ts';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { trainProgram } from '../../../src/methods/prompt/programs.ts';
import type { Plm } from '../../../src/plm/plm.ts';
import { openTiny } from './lab-tiny.ts';

/** Three runs of the twin check, and replays without it. */
const steps = 6;
const task = { words: 2, classes: 2 };
const batch = 2;
const length = 8;

function tinyTraining(plm: Plm): CompiledProgram {
  const shape = { batch, length, promptLength: 3, decoderLength: 1, fillerId: plm.fillerId };
  return trainProgram(plm, shape, task, {
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    clipNorm: 1,
    history: steps,
  });
}

const tensor = (dims: readonly number[], at: (index: number) => number): HostTensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from({ length: elementCount(dims) }, (_, index) => at(index)),
});

/** Another batch at every step. */
function feedsOf({ feeds }: CompiledProgram, step: number): Record<string, HostTensor> {
  const tokens = batch * length;
  return {
    ...feeds({
      input_ids: Int32Array.from({ length: tokens }, (_, index) => 10 + step + 7 * index),
      attention_mask: new Int32Array(tokens).fill(1),
      token_type_ids: new Int32Array(tokens),
      read_position: [2, 3 + (step % 4)],
      label_words: [100, 200],
      class_words: [1, 0, 0, 1],
      targets: [1, 0, 0, 1],
      row_weights: [0.5, 0.5],
    }),
    learning_rate: tensor([], () => 0.1 / (step + 1)),
    step: tensor([], () => step + 1),
    slot: tensor([steps, 1], (index) => (index === step ? 1 : 0)),
  };
}

interface Training {
  readonly fetched: readonly Record<string, HostTensor>[];
  readonly state: Record<string, HostTensor>;
}

async function train(engine: Engine, compiled: CompiledProgram, spec: ProgramSpec): Promise<Training> {
  const program = await engine.compile(spec);
  const start = spec.state.map(({ name, dims }): [string, HostTensor] => [
    name,
    tensor(dims, (index) => (name === 'prompt' ? 0.1 * Math.sin(index) : 0)),
  ]);
  await program.setState(Object.fromEntries(start));
  const fetched: Record<string, HostTensor>[] = [];
  for (let step = 0; step < steps; step += 1)
    fetched.push(await program.run(feedsOf(compiled, step), ['loss', 'scores', 'gradient']));
  return { fetched, state: await program.readState(spec.state.map(({ name }) => name)) };
}

let engine: Engine;
beforeAll(async () => {
  engine = await createBrowserEngine('webgpu');
});
afterAll(() => engine.release());

test('captured training has the bits of uncaptured training', async () => {
  const compiled = tinyTraining(await openTiny());
  await engine.loadWeights(compiled.weights);
  const captured = await train(engine, compiled, compiled.spec);
  expect(engine.report.graphCapture).toBe('on');
  expect(captured).toEqual(await train(engine, compiled, { ...compiled.spec, capture: false }));
  const losses = captured.fetched.map(({ loss }) => loss.data[0]);
  expect(Array.from(captured.state.history.data).filter((_, index) => index % 3 === 0)).toEqual(losses);
  expect(new Set(losses).size).toBe(steps);
});
