import { expect, test } from 'vitest';
import { decodeSpans } from '../../../src/experiment/reader/decode-spans.ts';

const WORDS = ['a', 'b', 'a', 'c', 'd'];

const decode = (starts: readonly number[], ends: readonly number[], longest: number) =>
  decodeSpans(
    { starts, ends, longest },
    (from, to) => WORDS.slice(from, to + 1),
    (text) => text.join(' '),
  );

test('probabilities of places with the same words are added up', () => {
  const { text, probability } = decode([0.3, 0, 0.25, 0.4, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0], 2);
  expect(text).toEqual(['a']);
  expect(probability).toBeCloseTo(0.55, 12);
});

test('only the three best starts count, each with its best end', () => {
  const { spans, text } = decode([0.1, 0.2, 0.15, 0.5, 0.05], [0.5, 0.5, 0.2, 0.8, 1, 0, 0.1, 0.9, 1, 0], 2);
  expect(spans.map(({ start, end }) => [start, end])).toEqual([
    [3, 4],
    [1, 2],
    [2, 2],
  ]);
  expect(text).toEqual(['c', 'd']);
});

test('of equal starts and ends the earlier ones are taken', () => {
  const { spans } = decode([0.2, 0.2, 0.2, 0.2, 0.2], new Array<number>(10).fill(0.5), 2);
  expect(spans.map(({ start, end }) => [start, end])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});
