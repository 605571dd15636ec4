/**
 * Every node of every training program has a WebGPU kernel: programs are compiled with `disable_cpu_ep_fallback`, on
 * the emulated GPU that scripts/test.mjs lends this ring. Nothing is run here; tests/browser/plm does that.
 */
import { expect, test } from 'vitest';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { trainProgram } from '../../src/methods/prompt/programs.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { operatorsWithoutWebgpu } from '../../src/onnx/without-webgpu.ts';
import { ZOO_MODELS } from './zoo/index.ts';

/** The second is so large that masks and indices are expanded on the device. */
const SHAPES = [
  { batch: 2, length: 9, promptLength: 3, decoderLength: 3 },
  { batch: 24, length: 44, promptLength: 20, decoderLength: 2 },
];

const optimizer = { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const;

function programs({ make, config }: (typeof ZOO_MODELS)[number]) {
  const plm = openPlm('zoo', make(), config);
  return SHAPES.map((shape) =>
    trainProgram(
      plm,
      { ...shape, fillerId: plm.fillerId },
      { words: 2, classes: 2 },
      { optimizer, clipNorm: 1, history: 10 },
    ),
  );
}

const failure = await createNodeEngine('webgpu').then(
  (engine) => engine.release(),
  (thrown: unknown) => thrown,
);

test.each(ZOO_MODELS)('$name trains without an operator that WebGPU leaves to the CPU', async (model) => {
  for (const program of programs(model)) {
    expect(operatorsWithoutWebgpu(program.graph)).toEqual([]);
    if (failure !== undefined) continue;
    const engine = await createNodeEngine('webgpu');
    await engine.loadWeights(program.weights);
    await engine.compile(program.spec);
    await engine.release();
  }
});
