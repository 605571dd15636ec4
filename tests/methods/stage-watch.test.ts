import { expect, test } from 'vitest';
import { chooseSentences } from '../../src/methods/prompt/stage-watch.ts';

test('a stage shows rows that the PLM gets wrong without a prompt, one of each class first', () => {
  const [toFirst, toSecond] = [
    [0.9, 0.1],
    [0.1, 0.9],
  ];
  // Rows: right, wrong, wrong of the same class, wrong of the other.
  const before = [toFirst, toSecond, toSecond, toFirst];
  expect(chooseSentences(before, [0, 0, 0, 1])).toEqual([1, 3, 2]);
});

test('where all are right, the first of each class are shown', () => {
  const before = [
    [0.9, 0.1],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.9, 0.1],
  ];
  expect(chooseSentences(before, [0, 0, 1, 0])).toEqual([0, 2, 1]);
});

test('fewer rows than sentences are all shown', () => {
  expect(chooseSentences([[0.6, 0.4]], [1])).toEqual([0]);
});
