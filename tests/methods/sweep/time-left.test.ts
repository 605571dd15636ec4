import { expect, test } from 'vitest';
import { TRANSFER_CELLS } from '../../../src/experiment/transfer/cells/index.ts';
import { TimeLeft } from '../../../src/methods/sweep/time-left.ts';
import type { SweepCell } from '../../experiment/transfer-cells.ts';

const train: SweepCell = { kind: 'train', task: 'a', start: 'shared', seed: 1, plm: 'p' };
const score: SweepCell = { kind: 'transfer', source: { kind: 'none' }, target: 'a', seed: 0, plm: 'p' };
const neurons: SweepCell = { kind: 'neurons', task: 'a', start: 'shared', seed: 1 };

test('nothing is foretold while a kind of the cells that are left has not been seen', () => {
  const time = new TimeLeft(TRANSFER_CELLS, [score, train, score]);
  expect(time.left(0, 0)).toBeNull();
  time.took(score, 2);
  expect(time.left(1, 0)).toBeNull();
  expect(time.left(2, 0)).toBe(2);
});

test('cells are expected to take what those of their kind took on average', () => {
  const time = new TimeLeft(TRANSFER_CELLS, [score, score, train, train, score]);
  time.took(score, 1);
  time.took(score, 3);
  time.took(train, 10);
  expect(time.left(3, 0)).toBe(10 + 2);
  expect(time.left(3, 0.5)).toBe(5 + 2);
  expect(time.left(5, 0)).toBe(0);
});

test('a kind that was not seen is expected to take as long as one that does about the same', () => {
  const time = new TimeLeft(TRANSFER_CELLS, [score, neurons]);
  time.took(score, 4);
  expect(time.left(1, 0)).toBe(4);
});
