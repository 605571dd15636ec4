import { expect, test } from 'vitest';
import { DEFAULT_READER_TRAINING } from '../../../src/experiment/reader/default-read.ts';
import {
  averageShareAt,
  readerRate,
  stepSettings,
  wordsKeptAt,
} from '../../../src/experiment/reader/reader-schedule.ts';

const TRAINING = DEFAULT_READER_TRAINING;

test('the rate rises over the warm-up, stays level, and falls to a least share', () => {
  const shares = [1, 50, 100, 300, 750, 1173, 1200].map((step) => readerRate(TRAINING, step) / 1e-3);
  expect(shares.map((share) => Number(share.toFixed(6)))).toEqual([0.01, 0.5, 1, 1, 0.5, 0.03, 0.03]);
});

test('words are all gone at first, then come back by equal shares', () => {
  expect([1, 300, 400, 500, 699, 700, 1200].map((step) => wordsKeptAt(TRAINING, step))).toEqual([
    0, 0, 0.25, 0.5, 0.9975, 1, 1,
  ]);
});

test('passages are cut short only as long as no word can come back', () => {
  expect(stepSettings(TRAINING, 6, 300, 8)).toEqual({ bit: 6, wordsKept: 0, trimmedLength: 8, oneHop: 0 });
  expect(stepSettings(TRAINING, 6, 301, 8).trimmedLength).toBeNull();
});

test('one-hop items come behind the step that they are asked from', () => {
  const mixed = { ...TRAINING, oneHop: 0.5, oneHopFrom: 300 };
  expect([300, 301].map((step) => stepSettings(mixed, 6, step, 8).oneHop)).toEqual([0, 0.5]);
});

test('the average forgets its start within the first steps', () => {
  expect(averageShareAt(1)).toBeCloseTo(9 / 11, 12);
  expect(averageShareAt(1e9)).toBeCloseTo(1e-4, 12);
});
