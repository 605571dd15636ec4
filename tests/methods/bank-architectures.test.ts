/** Prompts of a bank in every architecture of the zoo: each row sees its own prompt and its own task's classes alone. */
import { expect, test } from 'vitest';
import type { HostTensor } from '../../src/onnx/host-tensor.ts';
import { bankProgram, OTHER_CLASS } from '../../src/methods/prompt/bank-program.ts';
import { trainProgram } from '../../src/methods/prompt/programs.ts';
import type { StepSettings } from '../../src/methods/training/step-program.ts';
import { elementCount } from '../../src/onnx/tensor.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { operatorsWithoutWebgpu } from '../../src/onnx/without-webgpu.ts';
import { noise } from '../onnx/graph-maker.ts';
import { BATCH, PROMPT, ROWS, shapeOf } from '../plm/zoo/batch.ts';
import { ZOO_MODELS } from '../plm/zoo/index.ts';
import { runOnce } from '../plm/zoo/run.ts';

const SETTINGS: StepSettings = {
  optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
  clipNorm: null,
  history: 1,
};

const filled = (dims: readonly number[], at: (index: number) => number): HostTensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from({ length: elementCount(dims) }, (_, index) => at(index)),
});

/**
 * Four classes of two words: the first row's task is of the first two, the second row's of the others, in which the words
 * have changed places. Both rows have the class that they have in `BATCH`.
 */
const TWO_TASKS = {
  ...BATCH,
  class_words: [1, 0, 0, 1, 0, 1, 1, 0],
  class_mask: [0, 0, OTHER_CLASS, OTHER_CLASS, OTHER_CLASS, OTHER_CLASS, 0, 0],
  targets: [1, 0, 0, 0, 0, 0, 1, 0],
  row_weights: [1, 1],
};

test.each(ZOO_MODELS)('$name', async ({ make, config }) => {
  const plm = openPlm('zoo', make(), config);
  const shape = shapeOf(PROMPT, plm.fillerId);
  const next = noise(11);
  const prompts = filled([ROWS, PROMPT, plm.width], next);
  const bank = bankProgram(plm, shape, { prompts: ROWS, words: 2, classes: 4 }, SETTINGS);
  expect(operatorsWithoutWebgpu(bank.graph)).toEqual([]);
  const together = await runOnce(
    bank,
    TWO_TASKS,
    { prompts, learning_rate: filled([ROWS, 1, 1], () => 0.1), slot: filled([1, 1, 1], () => 1) },
    ['losses', 'gradient'],
  );
  const single = trainProgram(plm, shape, { words: 2, classes: 2 }, SETTINGS);
  const size = PROMPT * plm.width;
  for (let row = 0; row < ROWS; row += 1) {
    const prompt = filled([PROMPT, plm.width], (index) => prompts.data[row * size + index]);
    const alone = await runOnce(
      single,
      { ...BATCH, row_weights: Array.from({ length: ROWS }, (_, other) => Number(other === row)) },
      { prompt, learning_rate: filled([], () => 0.1), slot: filled([1, 1], () => 1) },
      ['loss', 'gradient'],
    );
    expect(together.losses.data[row]).toBeCloseTo(alone.loss.data[0], 5);
    const own = together.gradient.data.subarray(row * size, (row + 1) * size);
    const largest = Math.max(...Array.from(alone.gradient.data, Math.abs));
    expect(largest).toBeGreaterThan(0);
    alone.gradient.data.forEach((value, index) =>
      expect(Math.abs(own[index] - value) / largest).toBeLessThan(1e-5),
    );
  }
});
