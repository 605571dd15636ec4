import { describe, expect, test } from 'vitest';
import {
  isRare,
  keepCommon,
  leastRanks,
  ranksOf,
} from '../../../../src/experiment/verbalizer/chain/frequency.ts';

// A vocabulary of eight; ids 1 and 4 are as likely as one another.
const PRIOR = Float64Array.from([-9, 0, 3, 1, 0, 7, -2, 5]);

test('ranks run from the least likely; of equals the lower id is rarer', () => {
  expect(Array.from(ranksOf(PRIOR))).toEqual([0, 2, 5, 4, 3, 7, 1, 6]);
});

describe('a cut by ranks', () => {
  const words = [[5], [1], [4], [2, 6], [7, 3], [0], [6]];
  const ranks = leastRanks(words, PRIOR);

  test('a word is as rare as the rarest of its tokens, id 0 like any other', () => {
    expect(Array.from(ranks)).toEqual([7, 2, 3, 1, 4, 0, 1]);
  });

  test('floor(cut · V) tokens are rare', () => {
    const rare = (cut: number): readonly number[] =>
      words.flatMap((_, word) => (isRare(ranks[word], cut, 8) ? [word] : []));
    expect(rare(0)).toEqual([]);
    // floor(0.37 · 8) = 2
    expect(rare(0.37)).toEqual([3, 5, 6]);
    // The cut falls between the two tokens that are equally likely.
    expect(rare(0.375)).toEqual([1, 3, 5, 6]);
    expect(rare(1)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('names go like other words, and a class that would be empty keeps its name', () => {
    const classes = [
      [1, 0, 4],
      [5, 3],
      [2, 6],
    ];
    expect(keepCommon(classes, ranks, 0.375, 8)).toEqual([[0, 4], [5], [2]]);
    expect(keepCommon(classes, ranks, 0, 8)).toEqual(classes);
  });
});
