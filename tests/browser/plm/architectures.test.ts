/** One training step of architectures that need operators which the reference models do not, on WebGPU against wasm. */
import { expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { trainProgram } from '../../../src/methods/prompt/programs.ts';
import { openPlm } from '../../../src/plm/plm.ts';
import { noise } from '../../onnx/graph-maker.ts';
import { BATCH, PROMPT, shapeOf } from '../../plm/zoo/batch.ts';
import { ZOO_MODELS } from '../../plm/zoo/index.ts';

const SETTINGS = {
  optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
  clipNorm: 1,
  history: 1,
} as const;

const scalar = (x: number): HostTensor => ({ type: 'float32', dims: [], data: Float32Array.of(x) });

async function step(
  program: CompiledProgram,
  width: number,
  choice: 'webgpu' | 'wasm',
): Promise<Record<string, HostTensor>> {
  const engine = await createBrowserEngine(choice);
  await engine.loadWeights(program.weights);
  const compiled = await engine.compile({ ...program.spec, capture: false });
  const data = Float32Array.from({ length: PROMPT * width }, noise(7));
  await compiled.setState({
    prompt: { type: 'float32', dims: [PROMPT, width], data },
    history: { type: 'float32', dims: [1, 3], data: new Float32Array(3) },
  });
  const slot: HostTensor = { type: 'float32', dims: [1, 1], data: Float32Array.of(1) };
  const all: Record<string, HostTensor> = {
    ...program.feeds(BATCH),
    learning_rate: scalar(0.1),
    step: scalar(1),
    slot,
  };
  const fed = Object.fromEntries(program.spec.inputs.map(({ name }) => [name, all[name]]));
  const results = await compiled.run(fed, ['loss', 'gradient']);
  const state = await compiled.readState(['prompt']);
  await engine.release();
  return { ...results, ...state };
}

const needed = ZOO_MODELS.filter(({ name }) => /DeBERTa|XLNet|BART|grouped queries, SwiGLU/.test(name));

test.each(needed)('$name', async ({ make, config }) => {
  const plm = openPlm('zoo', make(), config);
  const program = trainProgram(plm, shapeOf(PROMPT, plm.fillerId), { words: 2, classes: 2 }, SETTINGS);
  const expected = await step(program, plm.width, 'wasm');
  const actual = await step(program, plm.width, 'webgpu');
  for (const name of ['loss', 'gradient', 'prompt']) {
    const largest = Math.max(...Array.from(expected[name].data, Math.abs));
    expect(largest).toBeGreaterThan(0);
    actual[name].data.forEach((x, at) =>
      expect(Math.abs(x - expected[name].data[at]) / largest).toBeLessThan(1e-3),
    );
  }
});

test('the four that are meant are there', () => {
  expect(needed).toHaveLength(4);
});
