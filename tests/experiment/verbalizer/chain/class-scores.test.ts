import { describe, expect, test } from 'vitest';
import { argmax } from '../../../../src/experiment/metrics.ts';
import {
  classScores,
  logSumExp,
  type ClassWords,
} from '../../../../src/experiment/verbalizer/chain/class-scores.ts';
import { columnMeans, wordValues } from '../../../../src/experiment/verbalizer/chain/word-values.ts';
import { madeWords, matrixOf, type MadeWords } from '../made-words.ts';

const SHAPES = [[1, 1], [3, 1, 7, 2], [40, 60], new Array<number>(14).fill(11)];
const CASES = SHAPES.flatMap((counts, shape) =>
  [0, 1, 2, 3, 4].map((draw) => [madeWords(10 * shape + draw, counts)] as const),
);

/** Each row's scores less their mean, and the class of each row. */
function centred(scores: Float64Array, classes: number): readonly number[] {
  return Array.from(scores, (score, at) => {
    const row = scores.subarray(at - (at % classes), at - (at % classes) + classes);
    return score - row.reduce((sum, one) => sum + one, 0) / classes;
  });
}

const chosen = (scores: ArrayLike<number>, classes: number): readonly number[] =>
  Array.from({ length: scores.length / classes }, (_, row) =>
    argmax(Float64Array.from(scores), row * classes, classes),
  );

/** Mean of word logits less priors: what is left of the chain once a constant a row is dropped (section 5). */
function closedForm({ words, classes, prior }: MadeWords, isCalibrated: boolean): Float64Array {
  const scores = Array.from({ length: words.rows }, (_, row) =>
    classes.map((columns) => {
      const own = columns.map(
        (column) => words.values[row * words.columns + column] - (isCalibrated ? prior[column] : 0),
      );
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    }),
  );
  return Float64Array.from(scores.flat());
}

/** The steps one by one: softmax over all words, division by that of the prior, softmax again, mean of logs. */
function stepByStep({ words, classes, prior }: MadeWords): Float64Array {
  const softmax = (values: readonly number[]): readonly number[] => {
    const all = values.reduce((sum, value) => sum + Math.exp(value), 0);
    return values.map((value) => Math.exp(value) / all);
  };
  const q = softmax(Array.from(prior));
  const scores = Array.from({ length: words.rows }, (_, row) => {
    const own = words.values.subarray(row * words.columns, (row + 1) * words.columns);
    const divided = softmax(Array.from(own)).map((p, column) => p / q[column]);
    const all = divided.reduce((sum, value) => sum + value, 0);
    return classes.map(
      (columns) => columns.reduce((sum, column) => sum + Math.log(divided[column] / all), 0) / columns.length,
    );
  });
  return Float64Array.from(scores.flat());
}

describe.each(CASES)('of random logits', (made) => {
  const { words, classes, prior } = made;

  test('the chain is its closed form, up to a constant a row', () => {
    for (const calibrated of [true, false]) {
      const scores = classScores(words, { classes, prior: calibrated ? prior : null });
      const expected = closedForm(made, calibrated);
      expect(chosen(scores, classes.length)).toEqual(chosen(expected, classes.length));
      const short = centred(expected, classes.length);
      centred(scores, classes.length).forEach((score, at) => {
        expect(Math.abs(score - short[at])).toBeLessThan(1e-6);
      });
    }
  });

  test('the chain is its steps one by one', () => {
    const scores = classScores(words, { classes, prior });
    stepByStep(made).forEach((score, at) => {
      expect(Math.abs(score - scores[at])).toBeLessThan(1e-9);
    });
  });

  test('a constant on all priors, or on all logits of a row, changes nothing', () => {
    const scores = classScores(words, { classes, prior });
    const moved = classScores(
      { ...words, values: Float64Array.from(words.values, (value) => value + 7.5) },
      { classes, prior: prior.map((value) => value - 123.25) },
    );
    scores.forEach((score, at) => {
      expect(moved[at]).toBeCloseTo(score, 9);
    });
  });

  test('a prior of nothing is no calibration', () => {
    const none = classScores(words, { classes, prior: new Float64Array(words.columns) });
    expect(none).toEqual(classScores(words, { classes, prior: null }));
  });
});

describe('bringing the words of a class together', () => {
  const words = matrixOf([[Math.log(0.4), Math.log(0.1), Math.log(0.3), Math.log(0.2)]]);
  const classes: ClassWords = [
    [0, 1],
    [2, 3],
  ];
  const scoreOf = (aggregation: Parameters<typeof classScores>[1]['aggregation']): readonly number[] =>
    Array.from(classScores(words, { classes, prior: null, aggregation }), (score) => Math.exp(score));

  test('by the mean of log-probabilities, of probabilities, or the largest', () => {
    const close = (found: readonly number[], expected: readonly number[]): void => {
      found.forEach((value, at) => {
        expect(value).toBeCloseTo(expected[at], 12);
      });
    };
    close(scoreOf('mean-log-probability'), [Math.sqrt(0.04), Math.sqrt(0.06)]);
    close(scoreOf('mean-probability'), [0.25, 0.25]);
    close(scoreOf('maximum'), [0.4, 0.3]);
  });

  test('of a long list is not drowned, and of logits of a thousand does not overflow', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    const far = madeWords(5, [1200, 3]);
    const values = far.words.values.map((value) => 400 * value);
    const scores = classScores({ ...far.words, values }, { classes: far.classes, prior: far.prior });
    expect(scores.every(Number.isFinite)).toBe(true);
  });
});

test('a prior that likes one class turns over what every row says, and calibration turns it back', () => {
  // Each row's own class is two logits ahead, and the mask likes the words of class 0 by five, whatever is read.
  const truth = [0, 1, 2, 0, 1, 2];
  const classes: ClassWords = [
    [0, 1],
    [2, 3],
    [4, 5],
  ];
  const bias = [5, 5, 0, 0, 0, 0];
  const rows = truth.map((own) =>
    bias.map((liked, column) => liked + (Math.floor(column / 2) === own ? 2 : 0)),
  );
  const words = matrixOf(rows);
  const right = (prior: Float64Array | null): number =>
    chosen(classScores(words, { classes, prior }), 3).filter((found, row) => found === truth[row]).length;
  expect(right(null)).toBe(2);
  expect(right(columnMeans(words))).toBe(6);
});

describe('one number a word', () => {
  const logits = matrixOf([
    [1, 5, 3],
    [4, 0, 2],
  ]);
  const words = [[0], [1, 2], [2, 0, 0]];

  test.each([
    ['first', [1, 5, 3, 4, 0, 2]],
    ['max', [1, 5, 3, 4, 2, 4]],
    ['mean', [1, 4, 5 / 3, 4, 1, 10 / 3]],
  ] as const)('by the %s of its tokens', (handling, expected) => {
    expect(Array.from(wordValues(logits, words, handling).values)).toEqual(expected);
  });

  test('the mean of logits is a mean a column', () => {
    expect(Array.from(columnMeans(logits))).toEqual([2.5, 2.5, 2.5]);
  });
});
