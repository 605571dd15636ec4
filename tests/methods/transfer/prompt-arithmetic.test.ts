import { expect, test } from 'vitest';
import { randomStream } from '../../../src/experiment/random.ts';
import {
  promptFrom,
  randomVector,
  sumOf,
  taskVector,
} from '../../../src/methods/transfer/prompt-arithmetic.ts';
import { cosine, norm, row, type PromptMatrix } from '../../../src/methods/transfer/prompt-matrix.ts';

const of = (...values: number[]): PromptMatrix => ({
  length: 2,
  width: values.length / 2,
  values: Float32Array.from(values),
});

const prompt = of(3, 1, 4, 1, 5, 9);
const start = of(1, 1, 0, 0, 1, 0);

test('a task’s vector is its prompt minus its start, and put back on that start it is the prompt', () => {
  const vector = taskVector(prompt, start);
  expect(Array.from(vector.values)).toEqual([2, 0, 4, 1, 4, 9]);
  expect(promptFrom(start, vector, 1)).toEqual(prompt);
});

test('a vector is scaled, and on another start moves it alike', () => {
  const vector = taskVector(prompt, start);
  expect(promptFrom(start, vector, 0).values).toEqual(start.values);
  expect(promptFrom(start, vector, 0.5).values).toEqual(Float32Array.of(2, 1, 2, 0.5, 3, 4.5));
  expect(promptFrom(of(10, 0, 0, 0, 0, 0), vector, -1).values).toEqual(Float32Array.of(8, 0, -4, -1, -4, -9));
});

test('vectors are added place by place, and one alone is itself', () => {
  const vector = taskVector(prompt, start);
  expect(sumOf([vector])).toEqual(vector);
  expect(Array.from(sumOf([vector, of(1, 1, 1, 1, 1, 1)]).values)).toEqual([3, 1, 5, 2, 5, 10]);
  expect(Array.from(vector.values)).toEqual([2, 0, 4, 1, 4, 9]);
});

test('what is not of one shape can’t be subtracted or added', () => {
  const longer = { length: 3, width: 3, values: new Float32Array(9) };
  const wider = { length: 2, width: 4, values: new Float32Array(8) };
  for (const other of [longer, wider]) {
    const refused = expect.objectContaining({ code: 'prompt' }) as Error;
    expect(() => taskVector(prompt, other)).toThrow(refused);
    expect(() => sumOf([prompt, other])).toThrow(refused);
    expect(() => promptFrom(start, other, 1)).toThrow(refused);
  }
});

test('a random vector is as long row by row, points elsewhere, and is drawn by its stream', () => {
  const width = 64;
  const random = randomStream(3, 'vectors');
  const values = Float32Array.from({ length: 2 * width }, (_, at) => random.normal() * (at < width ? 1 : 5));
  const vector: PromptMatrix = { length: 2, width, values };
  const drawn = randomVector(vector, randomStream(1, 'a'));
  for (const token of [0, 1]) {
    expect(norm(row(drawn, token))).toBeCloseTo(norm(row(vector, token)), 8);
    // 64 random directions: a cosine beyond four deviations of 1/8.
    expect(Math.abs(cosine(row(drawn, token), row(vector, token)))).toBeLessThan(0.5);
  }
  expect(randomVector(vector, randomStream(1, 'a'))).toEqual(drawn);
  expect(randomVector(vector, randomStream(1, 'b'))).not.toEqual(drawn);
  const nothing = randomVector(of(0, 0, 0, 0), randomStream(1, 'a'));
  expect(Array.from(nothing.values, Math.abs)).toEqual([0, 0, 0, 0]);
});
