import { expect, test } from 'vitest';
import {
  openVocabulary,
  placeholderNumber,
  wordVectors,
} from '../../../../src/experiment/reader/items/vocabulary.ts';

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, n) => sum + value * b[n], 0);

test('padding is 0, words get the next number when they are met', () => {
  const { numberOf, words } = openVocabulary();
  expect(words[0]).toBe('');
  expect(words[placeholderNumber(63)]).toBe('@63');
  const poet = numberOf('poet');
  expect(poet).toBe(65);
  expect(numberOf('writer')).toBe(66);
  expect(numberOf('poet')).toBe(poet);
  expect(numberOf('@7')).toBe(placeholderNumber(7));
});

test('placeholders are orthogonal and of length 3, words of length 1, padding zero', () => {
  const vocabulary = openVocabulary();
  const poet = vocabulary.numberOf('poet');
  const table = wordVectors(vocabulary, 64);
  const row = (number: number): Float32Array => table.subarray(number * 64, (number + 1) * 64);
  expect(row(0).every((value) => value === 0)).toBe(true);
  for (let a = 0; a < 64; a++)
    for (let b = 0; b <= a; b++)
      expect(dot(row(placeholderNumber(a)), row(placeholderNumber(b)))).toBeCloseTo(a === b ? 9 : 0, 5);
  expect(dot(row(poet), row(poet))).toBeCloseTo(1, 5);
});

test('a word’s vector follows from its stem alone', () => {
  const rowOf = (word: string, before: readonly string[]): Float32Array => {
    const vocabulary = openVocabulary();
    before.forEach(vocabulary.numberOf);
    const number = vocabulary.numberOf(word);
    return wordVectors(vocabulary, 32).slice(number * 32, (number + 1) * 32);
  };
  expect(rowOf('poet', ['writer', 'comedy'])).toEqual(rowOf('poet', []));
  expect(rowOf('comedies', [])).toEqual(rowOf('comedy', []));
  expect(rowOf('writer', [])).not.toEqual(rowOf('poet', []));
});

test('placeholders that have no axis left have length 3 all the same', () => {
  const table = wordVectors(openVocabulary(), 16);
  const row = table.subarray(placeholderNumber(40) * 16, (placeholderNumber(40) + 1) * 16);
  expect(dot(row, row)).toBeCloseTo(9, 4);
});
