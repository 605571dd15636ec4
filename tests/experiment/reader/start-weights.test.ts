import { expect, test } from 'vitest';
import { DEFAULT_SIZES } from '../../../src/experiment/reader/default-read.ts';
import type { ReaderModel } from '../../../src/experiment/reader/reader-model.ts';
import { parameterLayout } from '../../../src/experiment/reader/reader-parameters.ts';
import { startWeights } from '../../../src/experiment/reader/start-weights.ts';

const { loss, longestAnswer: _, ...sizes } = DEFAULT_SIZES;
const MODEL: ReaderModel = { ...sizes, passages: 8, head: { kind: 'choice', loss } };

function parameter(name: string, seed = 1, model = MODEL): readonly number[] {
  const found = parameterLayout(model).parameters.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return Array.from(startWeights(model, seed).subarray(found.start, found.end));
}

const most = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

test('maps are uniform as Glorot has them, the last ones of blocks and heads smaller', () => {
  const glorot = Math.sqrt(6 / 128);
  for (const [name, scale] of [
    ['block.2.query.weight', 1],
    ['block.2.output.weight', 0.3],
    ['block.2.conv.1.pointwise', 0.2],
  ] as const) {
    expect(most(parameter(name))).toBeLessThanOrEqual(scale * glorot);
    expect(most(parameter(name))).toBeGreaterThan(0.98 * scale * glorot);
  }
  expect(most(parameter('readout.weight'))).toBeLessThanOrEqual(0.3 * Math.sqrt(6 / 65));
});

test('biases are 0 but those of the highways’ gates, and scales are 1', () => {
  expect(new Set(parameter('block.0.query.bias'))).toEqual(new Set([0]));
  expect(new Set(parameter('highway.1.carry.bias'))).toEqual(new Set([-1]));
  expect(new Set(parameter('block.1.conv.0.scale'))).toEqual(new Set([1]));
  expect(new Set(parameter('block.1.conv.0.shift'))).toEqual(new Set([0]));
});

test('vectors of passages are normal with a deviation of a tenth', () => {
  const values = parameter('rank.table');
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.sqrt(square)).toBeGreaterThan(0.09);
  expect(Math.sqrt(square)).toBeLessThan(0.11);
});

test('a seed decides all, and a part that is added changes no other', () => {
  expect(parameter('project.weight', 1)).toEqual(parameter('project.weight', 1));
  expect(parameter('project.weight', 1)).not.toEqual(parameter('project.weight', 2));
  const deeper = { ...MODEL, blocks: 3 };
  expect(parameter('block.3.unit.weight', 1, deeper)).toEqual(parameter('block.3.unit.weight'));
});
