import { describe, expect, test } from 'vitest';
import { Adam } from '../../../../src/methods/verbalizer/learn/adam.ts';
import { learn } from '../../../../src/methods/verbalizer/learn/best-look.ts';

/** One number that each step moves up by about 0.1; what the dev rows are judged as is a table of it. */
function looked(predictions: readonly (readonly number[])[], steps: number) {
  let looks = 0;
  return learn(
    {
      values: new Float64Array(1),
      gradient: () => Float64Array.from([-1]),
      predict: () => predictions[looks++] ?? [],
    },
    [0, 0, 1, 1],
    { steps, rate: 0.1 },
  );
}

const [ALL, THREE, HALF] = [
  [0, 0, 1, 1],
  [0, 0, 1, 0],
  [0, 0, 0, 0],
];

describe('the look that counts', () => {
  test('is the best one, with the values of its step', () => {
    const { step, values } = looked([HALF, ALL, THREE, HALF], 15);
    expect(step).toBe(5);
    expect(values[0]).toBeCloseTo(0.5, 6);
  });

  test('is the later one of equals', () => {
    expect(looked([HALF, THREE, THREE, HALF], 15).step).toBe(10);
    expect(looked([HALF, HALF, HALF, HALF], 15).step).toBe(15);
  });

  test('is the start where nothing is better, and the last step is looked at whatever its number', () => {
    expect(looked([ALL, THREE, HALF, HALF], 15).step).toBe(0);
    expect(looked([HALF, THREE, ALL], 7).step).toBe(7);
  });
});

test('Adam’s steps are those of its formula, written out', () => {
  const values = Float64Array.from([1, -2]);
  const adam = new Adam(values, 0.01);
  const gradients = [
    [0.5, -1],
    [0.25, 3],
  ];
  const expected = [1, -2];
  const [m, v] = [
    [0, 0],
    [0, 0],
  ];
  gradients.forEach((gradient, step) => {
    adam.step(Float64Array.from(gradient));
    gradient.forEach((g, at) => {
      m[at] = 0.9 * m[at] + 0.1 * g;
      v[at] = 0.999 * v[at] + 0.001 * g * g;
      const [mean, square] = [m[at] / (1 - 0.9 ** (step + 1)), v[at] / (1 - 0.999 ** (step + 1))];
      expected[at] -= (0.01 * mean) / (Math.sqrt(square) + 1e-8);
    });
  });
  expect(values[0]).toBeCloseTo(expected[0], 12);
  expect(values[1]).toBeCloseTo(expected[1], 12);
});
