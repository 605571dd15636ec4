/** Scores of neurons, streamed over rows, and what is chosen by them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { defaultRecipe } from '../../../src/experiment/default-recipe.ts';
import { encodeTask, type EncodedTask } from '../../../src/methods/prompt/encoded-task.ts';
import { inverseOrder, orderByScore, randomOrder } from '../../../src/methods/progressive/choose-neurons.ts';
import { scoreNeurons } from '../../../src/methods/progressive/score-neurons.ts';
import { tokenWeights } from '../../../src/methods/progressive/score-program.ts';
import { model, smallTask } from '../train-setup.ts';

let engine: Engine;
let encoded: EncodedTask;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  const task = await smallTask();
  const recipe = { ...defaultRecipe(task, 'lab-tiny'), maxLength: 48, promptLength: 3 };
  encoded = encodeTask(model.plm, model.tokenizer, task, recipe);
});

afterAll(() => engine.release());

const prompt = {
  length: 3,
  width: model.plm.width,
  values: Float32Array.from({ length: 3 * model.plm.width }, (_, at) => Math.cos(at) / 8),
};

const score = (rows: EncodedTask['train'], stop = false) =>
  scoreNeurons({ ...model, task: encoded, engine }, prompt, rows, () => Promise.resolve(!stop));

describe('scores over several batches', () => {
  test('are the mean of the rows’ own scores, whatever batch and length they were in', async () => {
    const rows = encoded.train.slice(0, 19);
    const together = await score(rows);
    const sum = new Float64Array(together?.length ?? 0);
    for (const row of rows) (await score([row]))?.forEach((one, at) => (sum[at] += one / rows.length));
    expect(together).toHaveLength(4 * 512);
    const apart = Math.max(...Array.from(sum, (one, at) => Math.abs(one - (together?.[at] ?? NaN))));
    expect(apart).toBeLessThan(1e-6);
    expect(Math.min(...sum)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sum)).toBeGreaterThan(0.01);
  });

  test('are none when stopped', async () => {
    expect(await score(encoded.train, true)).toBeNull();
  });
});

test('every row weighs the same, its tokens share its weight, padding and filler rows have none', () => {
  const shape = { batch: 3, length: 4, promptLength: 2, decoderLength: 2, fillerId: 0 };
  const mask = [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1];
  const { token_weights: weights, decoder_token_weights: decoder } = tokenWeights(mask, shape, 2);
  const row = (at: number): number[] => Array.from(weights).slice(6 * at, 6 * at + 6);
  expect(row(0)).toEqual(new Array(6).fill(Math.fround(1 / 6)));
  expect(row(1)).toEqual([0.25, 0.25, 0.25, 0.25, 0, 0]);
  expect(row(2)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(Array.from(decoder)).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0]);
});

describe('the order in which neurons are kept', () => {
  const scores = [0.2, 0.9, 0.2, 0.5];

  test('is by falling score, of equal ones the lower first; the control’s is by rising score', () => {
    expect(orderByScore(scores)).toEqual([1, 3, 0, 2]);
    expect(inverseOrder(scores)).toEqual([0, 2, 3, 1]);
  });

  test('at random has every neuron once, and differs by seed and by block', () => {
    const one = randomOrder(64, 1, 0);
    expect([...one].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, at) => at));
    expect(randomOrder(64, 1, 0)).toEqual(one);
    expect(randomOrder(64, 2, 0)).not.toEqual(one);
    expect(randomOrder(64, 1, 1)).not.toEqual(one);
  });
});
