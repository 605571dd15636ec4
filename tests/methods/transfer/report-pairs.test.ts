import { describe, expect, test } from 'vitest';
import type { Estimate, TransferCell } from '../../../src/experiment/transfer/transfer-report.ts';
import { indicatorRanking } from '../../../src/methods/transfer/report/indicator-ranking.ts';
import {
  crossedShare,
  pairedDifference,
  pairedRatio,
} from '../../../src/methods/transfer/report/paired-rows.ts';
import { measuredPairs, pairMean, withinTarget } from '../../../src/methods/transfer/report/report-pairs.ts';

const estimate = (seeds: readonly number[]): Estimate => ({
  mean: seeds.reduce((a, b) => a + b, 0) / seeds.length,
  interval: null,
  seeds,
});

/** A cell in which relative performance is the accuracy in %. */
const cell = (...accuracies: readonly number[]): TransferCell => ({
  accuracy: estimate(accuracies),
  relative: estimate(accuracies.map((share) => 100 * share)),
  own: 1,
  recovery: null,
  difference: null,
  rows: 10,
  leaked: 0,
});

const FAMILIES = ['a', 'a', 'b', 'c'];
/** [target][source]; the diagonal doesn't count. */
const CELLS = [
  [cell(1, 1, 1), cell(0.8, 0.9, 0.7), cell(0.5, 0.5, 0.5), cell(0.6, 0.6, 0.6)],
  [cell(0.3, 0.3, 0.3), cell(1, 1, 1), cell(0.2, 0.2, 0.2), cell(0.2, 0.2, 0.2)],
  [cell(0.9, 0.9, 0.9), cell(0.9, 0.9, 0.9), cell(1, 1, 1), cell(0.4, 0.4, 0.4)],
  [cell(0.5, 0.5, 0.5), cell(0.5, 0.5, 0.5), null, cell(1, 1, 1)],
];
const PAIRS = measuredPairs(CELLS, FAMILIES);

describe('within a target', () => {
  const found = withinTarget(PAIRS, 4, 3);

  test('prompts of its type are set against those of others, targets without both are left out', () => {
    expect(found?.targets.map((value) => value?.toFixed(4) ?? null)).toEqual([
      (0.8 - 0.55).toFixed(4),
      (0.3 - 0.2).toFixed(4),
      null,
      null,
    ]);
    expect(found?.difference.mean).toBeCloseTo((0.25 + 0.1) / 2, 12);
  });

  test('each seed has its own difference, with an interval over seeds', () => {
    expect(found?.difference.seeds.map((value) => value?.toFixed(4))).toEqual(['0.1750', '0.2250', '0.1250']);
    // 0.175 ± 4.3026527 · 0.05 / √3
    expect(found?.seedInterval?.low).toBeCloseTo(0.175 - 0.1242069, 6);
    expect(found?.seedInterval?.high).toBeCloseTo(0.175 + 0.1242069, 6);
  });

  test('two targets say nothing of others: no clustered interval', () => {
    expect(found?.difference.interval).toBeNull();
  });

  test('a target that is easy for all prompts changes nothing', () => {
    const families = ['a', 'a', 'b', 'b', 'c', 'c'];
    const made = (ease: readonly number[]) =>
      withinTarget(
        measuredPairs(
          families.map((family, t) =>
            families.map((other, s) => {
              const level = ease[t] + (family === other ? 0.1 : 0) + 0.03 * Math.sin(5 * t + 3 * s);
              return cell(level, level + 0.01, level - 0.01);
            }),
          ),
          families,
        ),
        6,
        3,
      );
    const [flat, uneven] = [made([0, 0, 0, 0, 0, 0]), made([0.5, 0.1, 0.3, 0, 0.2, 0.4])];
    expect(uneven?.difference.mean).toBeCloseTo(flat?.difference.mean ?? NaN, 10);
    expect(uneven?.difference.interval?.low).toBeCloseTo(flat?.difference.interval?.low ?? NaN, 8);
    expect(flat?.difference.interval?.low).toBeLessThan(flat?.difference.mean ?? NaN);
  });

  test('nothing of one type is no difference', () => {
    expect(withinTarget(measuredPairs(CELLS, ['a', 'b', 'c', 'd']), 4, 3)).toBeNull();
  });
});

test('a mean over pairs has the mean of each seed, and an interval that is wide where targets differ', () => {
  const families = ['a', 'a', 'a', 'a', 'a'];
  const mean = (level: (target: number, source: number) => number) =>
    pairMean(
      measuredPairs(
        families.map((_, t) => families.map((__, s) => cell(level(t, s), level(t, s), level(t, s)))),
        families,
      ),
      3,
    ).relative;
  const byTarget = mean((t) => 0.1 * t);
  // The same values, each met as often, but no target has its own.
  const mixed = mean((t, s) => 0.1 * ((t + 2 * s) % 5));
  const width = (of: Estimate | null): number => (of?.interval?.high ?? NaN) - (of?.interval?.low ?? NaN);
  expect(byTarget?.seeds).toHaveLength(3);
  expect(width(byTarget)).toBeGreaterThan(1.5 * width(mixed));
  // Two tasks only: no interval.
  expect(
    pairMean(
      PAIRS.filter(({ sameType }) => sameType),
      3,
    ).relative?.interval,
  ).toBeNull();
});

describe('accuracies on the same rows', () => {
  const rows = (...bits: readonly number[]): Float64Array => Float64Array.from(bits);

  test('a share that all rows agree on is off by what so few rows can’t show', () => {
    const { mean, interval } = crossedShare([rows(1, 1, 1, 1)], { low: 0, high: 1 });
    expect([mean, interval?.high]).toEqual([1, 1]);
    expect(interval?.low).toBeCloseTo(0.025 ** (1 / 4), 12);
  });

  test('a difference counts the rows on which the two differ', () => {
    const { mean, interval } = pairedDifference([rows(1, 1, 0, 1)], [rows(1, 0, 0, 1)]);
    expect(mean).toBe(0.25);
    // One difference in four: 0.25 ± 3.1824463 · √(0.25 / 4)
    expect(interval?.low).toBeCloseTo(0.25 - 3.1824463 * 0.25, 6);
  });

  test('a ratio to itself is 1 without doubt; one over a floor of no height is none', () => {
    const [own, zero] = [[rows(1, 1, 0, 1)], [rows(0, 0, 0, 0)]];
    expect(pairedRatio(own, own, zero)).toEqual({ mean: 1, interval: { low: 1, high: 1 } });
    expect(pairedRatio([rows(1, 1, 1, 1)], own, own)).toBeNull();
  });
});

describe('the ranking of indicators', () => {
  const targets = [0.1, 0.4, 0.2, 0.3, 0.5, 0.15, 0.35];

  test('the first stands out where it leads on target after target', () => {
    const found = indicatorRanking([
      targets,
      targets.map((rho, at) => rho + 0.3 + 0.01 * (at % 2)),
      targets.map((rho, at) => rho - 0.02 * (at % 3)),
    ]);
    expect(found.order).toEqual([1, 0, 2]);
    expect(found.finding).toEqual({ kind: 'stands-out', indicator: 1 });
    expect(found.lead?.compared).toBe(2);
    expect(found.lead?.interval.low).toBeGreaterThan(0);
  });

  test('none stands out where its lead over any other is luck', () => {
    const found = indicatorRanking([
      targets.map((rho) => rho + 0.3),
      targets.map((rho, at) => rho + 0.25 + (at % 2 === 0 ? 0.4 : -0.4)),
      targets.map((rho, at) => rho + 0.01 * at),
    ]);
    expect(found.order[0]).toBe(1);
    expect(found.finding).toEqual({ kind: 'none' });
  });

  test('the interval is wider the more are compared', () => {
    const pair = [targets.map((rho, at) => rho + 0.1 * (at % 3)), targets];
    const others = Array.from({ length: 10 }, (_, k) => targets.map((rho, at) => rho - 0.1 * ((at + k) % 4)));
    const few = indicatorRanking(pair).lead;
    const many = indicatorRanking([...pair, ...others]).lead;
    expect(many?.mean).toBeCloseTo(few?.mean ?? NaN, 12);
    expect(many?.interval.low).toBeLessThan(few?.interval.low ?? NaN);
  });

  test('of one indicator, of none, and of too few targets nothing is said', () => {
    expect(indicatorRanking([targets])).toEqual({ order: [0], lead: null, finding: { kind: 'none' } });
    expect(indicatorRanking([[null, null]])).toEqual({ order: [], lead: null, finding: { kind: 'none' } });
    expect(
      indicatorRanking([
        [0.9, 0.8],
        [0.1, 0.2],
      ]),
    ).toMatchObject({ lead: null, finding: { kind: 'none' } });
  });
});
