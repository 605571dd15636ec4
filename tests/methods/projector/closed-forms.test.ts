import { expect, test } from 'vitest';
import { randomStream } from '../../../src/experiment/random.ts';
import { applyProjector } from '../../../src/methods/projector/apply-projector.ts';
import {
  fitLeastSquares,
  fitProcrustes,
  fitProjector,
  type AffineMap,
} from '../../../src/methods/projector/closed-forms.ts';
import { sharedVocabulary, type Anchors } from '../../../src/methods/projector/shared-vocabulary.ts';
import { model } from '../train-setup.ts';
import { drawnPrompt, settingsOf } from './projector-setup.ts';
import { farthest, rotation, vocabulary } from './spaces.ts';

const random = randomStream(11, 'closed-forms');
const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());

/** Anchors whose y is exactly x·weight + bias. */
function anchorsOf(count: number, rows: number, columns: number, { weight, bias }: AffineMap): Anchors {
  // Words are not centred in an embedding: a map must find the mean too.
  const x = normals(count * rows).map((value) => value + 0.5);
  const y = new Float64Array(count * columns);
  for (let at = 0; at < count; at += 1)
    for (let j = 0; j < columns; j += 1) {
      y[at * columns + j] = bias[j];
      for (let i = 0; i < rows; i += 1) y[at * columns + j] += x[at * rows + i] * weight[i * columns + j];
    }
  return { count, sourceWidth: rows, targetWidth: columns, x, y };
}

test.each([
  [6, 6],
  [4, 7],
  [7, 4],
])('least squares recovers an affine map of %i to %i', (rows, columns) => {
  const map = { weight: normals(rows * columns), bias: normals(columns) };
  const found = fitLeastSquares(anchorsOf(60, rows, columns, map));
  expect(farthest(found.weight, map.weight)).toBeLessThan(1e-7);
  expect(farthest(found.bias, map.bias)).toBeLessThan(1e-7);
});

test('least squares with fewer words than columns is finite and fits them', () => {
  const anchors = anchorsOf(4, 9, 3, { weight: normals(27), bias: normals(3) });
  const { weight, bias } = fitLeastSquares(anchors);
  const again = Float64Array.from(anchors.y, (_, at) => {
    const [row, j] = [Math.floor(at / 3), at % 3];
    return weight.reduce(
      (sum, w, k) => (k % 3 === j ? sum + w * anchors.x[row * 9 + Math.floor(k / 3)] : sum),
      bias[j],
    );
  });
  expect(farthest(again, anchors.y)).toBeLessThan(1e-5);
});

test.each([
  [6, 6],
  [4, 7],
])('Procrustes recovers rotation, scale and shift of %i to %i', (rows, columns) => {
  const turn = rotation(rows, columns, random);
  const map = { weight: turn.map((value) => 2.5 * value), bias: normals(columns) };
  const anchors = anchorsOf(60, rows, columns, map);
  const found = fitProcrustes(anchors);
  expect(farthest(found.weight, map.weight)).toBeLessThan(1e-9);
  expect(farthest(found.bias, map.bias)).toBeLessThan(1e-9);
  expect(farthest(fitProcrustes(anchors, false).weight, turn)).toBeLessThan(1e-9);
});

test('Procrustes to fewer columns keeps them orthonormal', () => {
  const anchors = anchorsOf(60, 7, 4, { weight: normals(28), bias: normals(4) });
  const { weight } = fitProcrustes(anchors, false);
  for (let i = 0; i < 4; i += 1)
    for (let j = 0; j < 4; j += 1) {
      const product = Array.from({ length: 7 }, (_, k) => weight[k * 4 + i] * weight[k * 4 + j]);
      expect(product.reduce((sum, value) => sum + value, 0)).toBeCloseTo(i === j ? 1 : 0, 10);
    }
});

test('shared entries are matched by what they spell, special tokens left out', () => {
  const bert = vocabulary('bert', 'wordpiece', ['[PAD]', 'quick', '##ly', 'fox']);
  const roberta = vocabulary('roberta', 'byte-level', ['[PAD]', 'quick', 'Ġfox', 'ly', 'Ġquick']);
  const { count, x, y } = sharedVocabulary(bert, roberta);
  expect(count).toBe(3);
  // quick, ly, fox: rows 1, 2, 3 of the one table and rows 4, 3, 2 of the other.
  expect(Array.from(x)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(Array.from(y)).toEqual([8, 9, 6, 7, 4, 5]);
});

test('tokenizers without a common entry are told apart', () => {
  const here = vocabulary('here', 'wordpiece', ['[PAD]', 'quick']);
  const there = vocabulary('there', 'wordpiece', ['[PAD]', 'schnell']);
  expect(() => sharedVocabulary(here, there)).toThrow(
    expect.objectContaining({
      code: 'tokenizer-mismatch',
      message: expect.stringMatching(/here and there share no vocabulary entry/) as string,
    }) as Error,
  );
});

test.each(['least-squares', 'procrustes'] as const)('%s of a PLM to itself is the identity', (projector) => {
  const settings = { ...settingsOf(), projector };
  const fitted = fitProjector({ settings, source: model, target: model });
  const prompt = drawnPrompt('own', 3, model.plm.width, 0.1);
  expect(fitted.parameters).toBe(model.plm.width ** 2 + model.plm.width);
  expect(fitted.losses).toEqual([]);
  expect(farthest(applyProjector(fitted, prompt).values, prompt.values)).toBeLessThan(1e-4);
});
