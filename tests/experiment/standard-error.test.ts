import { describe, expect, test } from 'vitest';
import { crossedMean, unseenShare } from '../../src/experiment/crossed-mean.ts';
import {
  errorInterval,
  sumOfErrors,
  tInterval,
  tQuantile,
  within,
} from '../../src/experiment/standard-error.ts';
import { rangeOfSeeds } from '../../src/experiment/transfer/seed-range.ts';

describe('Student’s t', () => {
  // R: qt(0.975, degrees), and qt(1 - 0.025 / 12, 4).
  test.each([
    [1, 12.7062047],
    [2, 4.3026527],
    [4, 2.7764451],
    [7, 2.3646243],
    [30, 2.0422725],
  ])('has with %i degrees of freedom the quantile %f', (degrees, quantile) => {
    expect(tQuantile(degrees)).toBeCloseTo(quantile, 6);
  });

  test('is the normal with endless degrees of freedom', () => {
    expect(tQuantile(1e7)).toBeCloseTo(1.959964, 5);
  });

  test('gives the interval of a mean of a few values', () => {
    // 2 ± 4.3026527 · 1 / √3
    const { low, high } = tInterval([1, 2, 3]) ?? { low: NaN, high: NaN };
    expect(low).toBeCloseTo(2 - 2.4841377, 6);
    expect(high).toBeCloseTo(2 + 2.4841377, 6);
  });

  test('gives none of two values, and none of equal ones', () => {
    expect(tInterval([0.7, 0.8])).toBeNull();
    expect(tInterval([0.7, 0.7, 0.7])).toBeNull();
  });
});

test('errors add up with Satterthwaite’s degrees of freedom', () => {
  // Welch's two samples: s² / n of 2 and 1, with 4 and 9 degrees of freedom.
  const sum = sumOfErrors([
    { variance: 2, degrees: 4 },
    { variance: 1, degrees: 9 },
  ]);
  expect(sum.variance).toBe(3);
  expect(sum.degrees).toBeCloseTo(9 / (4 / 4 + 1 / 9), 12);
  expect(sumOfErrors([{ variance: 2, degrees: 4 }])).toEqual({ variance: 2, degrees: 4 });
});

test('no error is an interval of one point, and bounds cut an interval', () => {
  expect(errorInterval(0.5, { variance: 0, degrees: 2 })).toEqual({ low: 0.5, high: 0.5 });
  expect(within({ low: -0.1, high: 0.4 }, { low: 0, high: 1 })).toEqual({ low: 0, high: 0.4 });
});

describe('a mean over seeds and rows', () => {
  test('is off by the rows and by the seeds', () => {
    const { mean, error } = crossedMean([
      [1, 1, 0, 0],
      [1, 0, 1, 0],
      [1, 1, 1, 1],
    ]);
    expect(mean).toBeCloseTo(8 / 12, 12);
    // Rows: 1, 2/3, 2/3, 1/3, whose s² is 2/27; seeds: 1/2, 1/2, 1, whose s² is 1/12.
    expect(error?.variance).toBeCloseTo(2 / 27 / 4 + 1 / 12 / 3, 12);
  });

  test('of fewer than three seeds is off by the rows alone', () => {
    const { error } = crossedMean([
      [1, 1, 0, 0],
      [1, 1, 1, 1],
    ]);
    expect(error?.degrees).toBe(3);
    expect(error?.variance).toBeCloseTo((4 * 0.25 ** 2) / 3 / 4, 12);
  });

  test('of one row has no error that is known', () => {
    expect(crossedMean([[1], [0], [1]]).error).toBeNull();
  });
});

test('what a number of rows has not shown may still be a share of them', () => {
  // Clopper and Pearson, 0 of 20: up to 0.1684.
  expect(unseenShare(20)).toBeCloseTo(0.16843, 5);
});

test('without an interval there is the range of the seeds, of two at least', () => {
  const interval = { low: 0, high: 1 };
  expect(rangeOfSeeds({ mean: 0.6, interval: null, seeds: [0.7, null, 0.5] })).toEqual({
    low: 0.5,
    high: 0.7,
    seeds: 2,
  });
  expect(rangeOfSeeds({ mean: 0.6, interval, seeds: [0.7, 0.5] })).toBeNull();
  expect(rangeOfSeeds({ mean: 0.6, interval: null, seeds: [0.6, null] })).toBeNull();
});
