import { describe, expect, test } from 'vitest';
import { exponentFor, refineByRelevance } from '../../../../src/experiment/verbalizer/chain/relevance.ts';
import { matrixOf } from '../made-words.ts';

test.each([
  [2, 1001],
  [4, 5.975],
  [10, 2.248],
  [14, 1.833],
])('the exponent of %i classes is %d', (classes, exponent) => {
  expect(exponentFor(classes)).toBeCloseTo(exponent, 3);
});

/** Three directions that have nothing to do with one another, over a support of six rows. */
const [X, Y, Z] = [
  [1, -1, 0, 0, 0, 0],
  [0, 0, 1, -1, 0, 0],
  [0, 0, 0, 0, 1, -1],
];
const mix = (x: number, y: number, z: number): readonly number[] =>
  X.map((value, row) => x * value + y * Y[row] + z * Z[row]);

/** Word columns as rows of a support. */
const supportOf = (columns: readonly (readonly number[])[]) =>
  matrixOf(X.map((_, row) => columns.map((column) => column[row])));

describe('by hand, three classes', () => {
  const columns = [
    ...[X, mix(3, 1, 2), mix(-1, 0.5, 0)],
    ...[Y, mix(1, 1, 0), [4, 4, 4, 4, 4, 4]],
    ...[Z, mix(0, 2, 3)],
  ];
  const classes = [
    [0, 1, 2],
    [3, 4, 5],
    [6, 7],
  ];
  const { ordered, scores } = refineByRelevance(supportOf(columns), classes);
  const p = 1 + 10 / 1.01;
  const meanOf = (a: number, b: number): number => ((a ** p + b ** p) / 2) ** (1 / p);
  const scoreOf = (word: number): number => {
    const at = ordered.findIndex((own) => own.includes(word));
    return scores[at][ordered[at].indexOf(word)];
  };

  test('a word is relevant by its cosine with its own name over those with the others', () => {
    const length = Math.sqrt(14);
    expect(scoreOf(1)).toBeCloseTo(3 / length / meanOf(1 / length, 2 / length), 9);
    expect(scoreOf(4)).toBeCloseTo(1 / meanOf(1, 0), 9);
    expect(scoreOf(7)).toBeCloseTo(3 / meanOf(0, 2), 9);
  });

  test('a name that goes with no other is as relevant as the clamp allows', () => {
    expect(scoreOf(0)).toBeCloseTo(1e6, 3);
  });

  test('a word against its own name has -100, and one that doesn’t move has nothing', () => {
    expect(scoreOf(2)).toBe(-100);
    expect(scoreOf(5)).toBe(0);
    expect(ordered).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
  });

  test('a constant on a word’s logits, or another scale, changes nothing', () => {
    const moved = columns.map((column, at) => column.map((value) => 4 * value + at));
    const again = refineByRelevance(supportOf(moved), classes);
    expect(again.ordered).toEqual(ordered);
    again.scores.flat().forEach((score, at) => {
      expect(score).toBeCloseTo(scores.flat()[at], 6);
    });
  });
});

describe('the rate that all classes share', () => {
  /** A class of words whose relevance is what is asked, in two classes: own part 1, other part 1 / score. */
  const classOf = (own: readonly number[], other: readonly number[], scores: readonly number[]) => [
    own,
    ...scores.map((score) => own.map((value, row) => value + other[row] / score)),
  ];

  test('is where the words at the cut score nearest to 1', () => {
    // Both classes fall through 1 after their third word of six: three of six stay.
    const first = classOf(X, Y, [8, 4, 1, 0.5, 0.25]);
    const second = classOf(Y, X, [8, 4, 1, 0.5, 0.25]);
    const { rate, kept } = refineByRelevance(supportOf([...first, ...second]), [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ]);
    expect(rate).toBe(0.5);
    expect(kept).toEqual([
      [0, 1, 2],
      [6, 7, 8],
    ]);
  });

  test('leaves a word to each class, its most relevant one', () => {
    const first = classOf(X, Y, [1]);
    const second = classOf(Y, X, [1]);
    const { rate, kept } = refineByRelevance(supportOf([first[1], first[0], ...second]), [
      [0, 1],
      [2, 3],
    ]);
    expect(rate).toBeLessThan(1);
    expect(kept.map(({ length }) => length)).toEqual([1, 1]);
  });

  test('keeps the order of the list among words that are as relevant', () => {
    const { ordered } = refineByRelevance(supportOf([X, mix(2, 0, 0), mix(5, 0, 0), Y]), [[0, 1, 2], [3]]);
    expect(ordered[0]).toEqual([0, 1, 2]);
  });
});
