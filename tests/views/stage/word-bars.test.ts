import { expect, test } from 'vitest';
import { verdict, wordBars } from '../../../src/views/stage/word-bars.ts';

const subj = { labels: ['subjective', 'objective'], labelWords: [['opinion'], ['fact']] };

test('a bar is named by the label word, and says the class where it has another name', () => {
  const bars = wordBars({ ...subj, before: [0.01, 0.99], after: [0.87, 0.13] });
  expect(bars.map(({ word, meaning, isLikeliest }) => [word, meaning, isLikeliest])).toEqual([
    ['opinion', 'subjective', true],
    ['fact', 'objective', false],
  ]);
  expect(
    wordBars({ labels: ['sports'], labelWords: [['Sports']], before: [1], after: null })[0].meaning,
  ).toBeNull();
});

test('of many classes the four likeliest are shown, the likeliest first', () => {
  const labels = ['a', 'b', 'c', 'd', 'e'];
  const after = [0.1, 0.05, 0.5, 0.2, 0.15];
  const bars = wordBars({ labels, labelWords: labels.map((label) => [label]), before: after, after });
  expect(bars.map(({ word }) => word)).toEqual(['c', 'd', 'e', 'a']);
});

test.each<readonly [string, readonly number[], readonly number[] | null, number | null, boolean, string]>([
  ['mended', [0.1, 0.9], [0.9, 0.1], 0, false, '“fact” became “opinion”: wrong became right.'],
  ['broken', [0.1, 0.9], [0.9, 0.1], 1, false, '“fact” became “opinion”: right became wrong.'],
  ['live', [0.1, 0.9], [0.9, 0.1], 0, true, '“fact” became “opinion”: right so far.'],
  ['the same', [0.1, 0.9], [0.2, 0.8], 1, false, '“fact” with and without it: right.'],
  ['one’s own', [0.1, 0.9], [0.9, 0.1], null, false, '“fact” became “opinion”.'],
  ['one’s own, the same', [0.1, 0.9], [0.2, 0.8], null, true, '“fact” with and without it.'],
  ['no prompt yet', [0.1, 0.9], null, 0, false, '“fact” without a soft prompt.'],
])('the verdict: %s', (_what, before, after, label, isLive, words) => {
  expect(verdict({ ...subj, before, after, label, isLive })).toBe(words);
});

test('of three classes one wrong answer may become another', () => {
  const labels = ['a', 'b', 'c'];
  const input = { labels, labelWords: labels.map((label) => [label]) };
  expect(verdict({ ...input, before: [1, 0, 0], after: [0, 1, 0], label: 2, isLive: false })).toBe(
    '“a” became “b”: wrong either way.',
  );
});
