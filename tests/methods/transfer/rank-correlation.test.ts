import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { averageRanks, partialSpearman, spearman } from '../../../src/methods/transfer/rank-correlation.ts';
import {
  perTargetSpearman,
  pooledSpearman,
  transferPairs,
} from '../../../src/methods/transfer/transfer-correlation.ts';

/** Few different values, so that ties are common. */
const tied = fc.integer({ min: -3, max: 3 });
const pairs = fc.array(fc.tuple(tied, tied), { minLength: 2, maxLength: 12 });

test('equal values share the mean of their ranks', () => {
  expect(averageRanks([10, 20, 10, 30, 10])).toEqual([2, 4, 2, 5, 2]);
  expect(averageRanks([-0, 0])).toEqual([1.5, 1.5]);
  fc.assert(
    fc.property(fc.array(tied), (values) => {
      const counted = values.map((value) => {
        const below = values.filter((other) => other < value).length;
        const equal = values.filter((other) => other === value).length;
        return below + (equal + 1) / 2;
      });
      expect(averageRanks(values)).toEqual(counted);
    }),
  );
});

describe('Spearman', () => {
  /** Values of scipy.stats.spearmanr. */
  test.each([
    [[1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 0.8207826816681233],
    [[1, 2, 2, 3], [1, 3, 2, 4], 0.9486832980505138],
    [[1, 1, 2, 2, 3, 3], [2, 1, 2, 1, 2, 1], 0],
    [[3, 1, 2, 2, 5], [1, 4, 4, 2, 0], -0.9210526315789475],
  ])('%j and %j', (x, y, rho) => {
    expect(spearman(x, y)).toBeCloseTo(rho, 12);
  });

  test('without ties is 1 − 6 Σ d² / n (n² − 1)', () => {
    const orders = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(orders, fc.array(fc.integer(), { minLength: 10, maxLength: 10 }), (x, keys) => {
        const y = x.map((_, i) => keys[i] * 100 + i);
        const [rx, ry] = [averageRanks(x), averageRanks(y)];
        const squares = rx.reduce((sum, rank, i) => sum + (rank - ry[i]) ** 2, 0);
        const n = x.length;
        expect(spearman(x, y)).toBeCloseTo(1 - (6 * squares) / (n * (n ** 2 - 1)), 10);
      }),
    );
  });

  test('sees ranks only, is symmetric and stays within −1 and 1', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
        const rho = spearman(x, y);
        expect(spearman(y, x)).toBe(rho);
        expect(spearman(x.map(Math.exp), y)).toBe(rho);
        if (rho !== null) expect(Math.abs(rho)).toBeLessThanOrEqual(1);
        if (rho !== null)
          expect(
            spearman(
              x,
              y.map((b) => -b),
            ),
          ).toBeCloseTo(-rho, 12);
      }),
    );
  });

  test('is undefined where one side does not vary', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  test.each<[number[], number[]]>([
    [[1], [1]],
    [[], []],
    [
      [1, 2],
      [1, 2, 3],
    ],
    [
      [1, NaN],
      [1, 2],
    ],
    [
      [1, 2],
      [Infinity, 2],
    ],
  ])('%j and %j are refused', (x, y) => {
    expect(() => spearman(x, y)).toThrow(LabError);
  });
});

describe('partial correlation', () => {
  test('is the correlation of what the types leave of the ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tied, tied, fc.boolean()), { minLength: 4, maxLength: 12 }), (rows) => {
        const [x, y, z] = [rows.map(([a]) => a), rows.map(([, b]) => b), rows.map(([, , c]) => c)];
        /** Ranks less the mean rank of their group: the rest of a regression on a yes and no. */
        const rest = (values: readonly number[]): number[] => {
          const ranks = averageRanks(values);
          return ranks.map((rank, i) => {
            const group = ranks.filter((_, j) => z[j] === z[i]);
            return rank - group.reduce((a, b) => a + b, 0) / group.length;
          });
        };
        const [rx, ry] = [rest(x), rest(y)];
        const dot = (a: readonly number[], b: readonly number[]): number =>
          a.reduce((sum, value, i) => sum + value * b[i], 0);
        const spread = dot(rx, rx) * dot(ry, ry);
        const seen = partialSpearman(x, y, z);
        if (spread < 1e-9) expect(seen).toBeNull();
        else expect(seen).toBeCloseTo(dot(rx, ry) / Math.sqrt(spread), 8);
      }),
    );
  });

  test('given nothing that varies is Spearman’s', () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [2, 1, 4, 3],
    ];
    expect(partialSpearman(x, y, [true, true, true, true])).toBe(spearman(x, y));
  });

  test('a correlation that the types explain wholly has no rest', () => {
    expect(partialSpearman([1, 1, 2, 2], [5, 6, 7, 8], [false, false, true, true])).toBeNull();
  });
});

describe('indicators against transfers', () => {
  const similarity = [
    [1, 0.9, 0.1],
    [0.9, 1, 0.5],
    [0.1, 0.5, 1],
  ];
  const scores = [
    [80, 60, 40],
    [60, 90, 45],
    [50, 40, 70],
  ];

  test('pairs leave out a prompt on its own task, and what was not measured', () => {
    const all = transferPairs(similarity, [[80, 60, null], ...scores.slice(1)]);
    expect(all).toHaveLength(5);
    expect(all[0]).toEqual({ source: 1, target: 0, similarity: 0.9, outcome: 60 });
    expect(all.every(({ source, target }) => source !== target)).toBe(true);
  });

  test('per target: mean of ρ over the targets', () => {
    // Targets 0 and 1 are ranked right, target 2 the wrong way round.
    expect(perTargetSpearman(similarity, scores)).toBeCloseTo(1 / 3, 12);
    expect(perTargetSpearman(similarity, scores, true)).toBeCloseTo((1 + 1 + 0.5) / 3, 12);
  });

  test('targets that can’t be ranked are left out, and all of them give none', () => {
    const flat = [[1, 2, 2], ...scores.slice(1)];
    expect(perTargetSpearman(similarity, flat)).toBeCloseTo(0, 12);
    expect(
      perTargetSpearman(
        similarity,
        [1, 2, 3].map(() => [5, 5, 5]),
      ),
    ).toBeNull();
  });

  test('pooled: over all pairs', () => {
    const all = transferPairs(similarity, scores);
    expect(pooledSpearman(similarity, scores)?.rho).toBe(
      spearman(
        all.map((pair) => pair.similarity),
        all.map((pair) => pair.outcome),
      ),
    );
  });

  /** Tasks on a line: near ones are similar, and transfer follows but for a wobble of each task. */
  const onALine = (tasks: number): readonly [number[][], number[][]] => {
    const each = Array.from({ length: tasks }, (_, task) => task);
    const similar = each.map((a) => each.map((b) => -Math.abs(a - b) * (1 + 0.3 * Math.sin(5 * (a + b)))));
    const outcome = each.map((a) =>
      each.map((b) => similar[a][b] + 0.3 * tasks * Math.sin(3 * a) + 0.3 * tasks * Math.sin(7 * b)),
    );
    return [similar, outcome];
  };

  test('the pooled interval holds ρ, stays within −1 and 1 and narrows with more tasks', () => {
    const widths = [6, 24].map((tasks) => {
      const seen = pooledSpearman(...onALine(tasks));
      const { low, high } = seen?.interval ?? { low: NaN, high: NaN };
      expect(low).toBeGreaterThanOrEqual(-1);
      expect(low).toBeLessThan(seen?.rho ?? NaN);
      expect(high).toBeGreaterThan(seen?.rho ?? NaN);
      expect(high).toBeLessThanOrEqual(1);
      return high - low;
    });
    expect(widths[1]).toBeLessThan(0.6 * widths[0]);
  });

  test('a pooled correlation has no interval of two tasks or of perfect order, and is none of one side that does not vary', () => {
    const perfect = pooledSpearman(similarity, similarity);
    expect(perfect).toEqual({ rho: 1, interval: null, count: 6 });
    const flat = similarity.map((row) => row.map(() => 1));
    expect(pooledSpearman(flat, scores)).toBeNull();
    const twoTargets = [scores[0], scores[1], [null, null, null]];
    expect(pooledSpearman(similarity, twoTargets)).toMatchObject({ interval: null, count: 4 });
  });
});
