import { describe, expect, test } from 'vitest';
import {
  accuracy,
  argmax,
  crossEntropy,
  majorityRate,
  softmax,
  recentLoss,
} from '../../src/experiment/metrics.ts';
import { differenceInterval, pairedBootstrap, wilsonInterval } from '../../src/experiment/statistics.ts';

describe('metrics', () => {
  test('accuracy is the share of equal labels', () => {
    expect(accuracy([0, 1, 2, 1], [0, 1, 1, 0])).toBe(0.5);
  });

  test('the majority rate is that of the most frequent class', () => {
    expect(majorityRate([0, 1, 1, 1, 2])).toBe(0.6);
  });

  test.each([
    [() => accuracy([], [])],
    [() => accuracy([1], [1, 0])],
    [() => majorityRate([])],
    [() => crossEntropy([1, 2, 3], [0], 2)],
    [() => crossEntropy([], [], 2)],
  ])('nothing, or unequal numbers, have no metric (%#)', (compute) => {
    expect(compute).toThrow(expect.objectContaining({ code: 'argument' }) as Error);
  });

  test('of equal scores the first counts', () => {
    expect(argmax([1, 3, 3])).toBe(1);
    expect(argmax([9, 9, 0, 5], 2, 2)).toBe(1);
  });

  test('cross-entropy is the mean of −log p of the true class, for scores of any size', () => {
    const byHand =
      (Math.log(Math.E + Math.exp(2) + Math.exp(0.5)) -
        2 +
        Math.log(Math.exp(0.1) + Math.exp(-1) + Math.exp(3)) -
        0.1) /
      2;
    expect(crossEntropy([1, 2, 0.5, 0.1, -1, 3], [1, 0], 3)).toBeCloseTo(byHand, 12);
    expect(crossEntropy([1000, 0], [1], 2)).toBe(1000);
  });

  test('softmax sums to one for any size of scores', () => {
    expect(Array.from(softmax([1000, 1000, -1000]))).toEqual([0.5, 0.5, 0]);
  });
});

describe('statistics', () => {
  test('Wilson’s interval of a share', () => {
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29 (without continuity correction).
    const near = (right: number, total: number) => {
      const { low, high } = wilsonInterval(right, total);
      return [Number(low.toFixed(4)), Number(high.toFixed(4))];
    };
    expect(near(81, 263)).toEqual([0.2553, 0.3662]);
    expect(near(15, 148)).toEqual([0.0624, 0.1605]);
    expect(near(0, 20)).toEqual([0, 0.1611]);
    expect(near(1, 29)).toEqual([0.0061, 0.1718]);
    expect(() => wilsonInterval(3, 2)).toThrow(expect.objectContaining({ code: 'argument' }) as Error);
  });

  test('the interval of a difference of shares', () => {
    // Newcombe 1998 (interval estimation for the difference), table II: 56 of 70 and 48 of 80; 9 of 10 and 3 of 10.
    const near = (a: readonly [number, number], b: readonly [number, number]) => {
      const { low, high } = differenceInterval({ right: a[0], total: a[1] }, { right: b[0], total: b[1] });
      return [Number(low.toFixed(4)), Number(high.toFixed(4))];
    };
    expect(near([56, 70], [48, 80])).toEqual([0.0524, 0.3339]);
    expect(near([9, 10], [3, 10])).toEqual([0.1705, 0.809]);
  });

  test('the paired bootstrap sees a steady gain and not a coin’s', () => {
    const truth = Array.from({ length: 200 }, (_, i) => i);
    const better = truth.map((i) => i % 10 !== 0);
    const worse = truth.map((i) => i % 10 > 2);
    const gain = pairedBootstrap(better, worse, 1, 2000);
    expect(gain.difference).toBeCloseTo(0.2, 12);
    expect(gain.low).toBeGreaterThan(0.1);
    expect(gain.high).toBeLessThan(0.3);
    expect(gain.notBetter).toBe(0);
    const swapped = truth.map((i) => (i % 20 === 0 ? true : i % 20 === 10 ? true : i % 10 !== 1));
    const even = pairedBootstrap(better, swapped, 1, 2000);
    expect(even.low).toBeLessThan(0);
    expect(even.high).toBeGreaterThan(0);
  });

  test('the paired bootstrap repeats with its seed and is paired', () => {
    const first = Array.from({ length: 50 }, (_, i) => i % 3 === 0);
    expect(pairedBootstrap(first, first, 5, 500)).toEqual({
      difference: 0,
      low: 0,
      high: 0,
      notBetter: 1,
      resamples: 500,
    });
    const second = Array.from({ length: 50 }, (_, i) => i % 4 === 0);
    expect(pairedBootstrap(first, second, 5, 500)).toEqual(pairedBootstrap(first, second, 5, 500));
    expect(() => pairedBootstrap(first, second.slice(1), 5)).toThrow(
      expect.objectContaining({ code: 'argument' }) as Error,
    );
  });
});

test('the recent loss is the mean of the last ten steps', () => {
  const points = Array.from({ length: 12 }, (_, step) => ({ loss: step < 2 ? 100 : step }));
  expect(recentLoss(points)).toBe(6.5);
  expect(recentLoss(points.slice(2, 4))).toBe(2.5);
  expect(recentLoss([])).toBeUndefined();
});
