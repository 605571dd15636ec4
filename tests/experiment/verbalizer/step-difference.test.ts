import { describe, expect, test } from 'vitest';
import { differenceAlone, stepDifference } from '../../../src/experiment/verbalizer/step-difference.ts';
import type { ReportedCell } from '../../../src/experiment/verbalizer/verbalize-report.ts';

const CELL: ReportedCell = {
  variant: 'PT',
  template: 0,
  seed: 1,
  shots: 0,
  accuracy: 0.5,
  kept: [1, 1],
  support: [],
  labelled: [],
  words: [],
  predictions: [],
};

describe('differences on the same rows', () => {
  const cell = (variant: 'PT' | 'PT+CC', template: number, seed: number, predictions: readonly number[]) => ({
    ...CELL,
    variant,
    template,
    seed,
    predictions,
  });
  const truth = [0, 0, 1, 1];
  const templates = ['a', 'b', 'c'];

  test('the mean over templates of the means over their supports', () => {
    const cells = [
      cell('PT', 0, 1, [0, 1, 1, 0]),
      cell('PT+CC', 0, 1, [0, 0, 1, 0]),
      cell('PT', 1, 1, [1, 1, 0, 0]),
      cell('PT+CC', 1, 1, [0, 0, 0, 0]),
    ];
    const found = stepDifference({ cells, truth, templates, differences: [] }, 'PT', 'PT+CC');
    expect(found?.mean).toBeCloseTo((0.25 + 0.5) / 2, 12);
    expect(found?.interval?.low).toBeLessThan(0.375);
  });

  test('cells without a partner, or without answers, are left out', () => {
    const cells = [
      cell('PT', 0, 1, [0, 1, 1, 0]),
      cell('PT+CC', 0, 2, [0, 0, 1, 0]),
      cell('PT+CC', 0, 1, []),
    ];
    expect(stepDifference({ cells, truth, templates, differences: [] }, 'PT', 'PT+CC')).toBeNull();
  });

  test('of a run in short, whose cells come later, the difference that its report gives', () => {
    const interval = { low: 0.1, high: 0.3 };
    const differences = [{ from: 'PT', to: 'PT+CC', shots: 0, difference: 0.2, interval } as const];
    const inShort = { cells: [], truth: [], templates, differences };
    expect(stepDifference(inShort, 'PT', 'PT+CC')).toEqual({ mean: 0.2, interval, ofThese: interval });
    expect(stepDifference(inShort, 'PT', 'KPT')).toBeNull();
  });

  test('templates that disagree widen the interval beyond that of rows', () => {
    const right = truth;
    const wrong = truth.map((label) => 1 - label);
    const of = (gains: readonly boolean[]): number => {
      const cells = gains.flatMap((isGain, template) => [
        cell('PT', template, 1, wrong),
        cell('PT+CC', template, 1, isGain ? right : wrong),
      ]);
      const interval = stepDifference({ cells, truth, templates, differences: [] }, 'PT', 'PT+CC')?.interval;
      return interval === null || interval === undefined ? NaN : interval.high - interval.low;
    };
    expect(of([true, false, true])).toBeGreaterThan(of([true, true, true]) + 1);
  });

  test('of these templates it is narrower than over templates that disagree', () => {
    const half = truth.map((label, row) => (row < 2 ? label : 1 - label));
    const wrong = truth.map((label) => 1 - label);
    const cells = [truth, half, wrong].flatMap((after, template) =>
      [1, 2, 3].flatMap((seed) => [cell('PT', template, seed, wrong), cell('PT+CC', template, seed, after)]),
    );
    const found = stepDifference({ cells, truth, templates, differences: [] }, 'PT', 'PT+CC');
    const width = (interval: { low: number; high: number } | null | undefined): number =>
      interval === null || interval === undefined ? NaN : interval.high - interval.low;
    expect(found?.mean).toBeCloseTo(0.5, 12);
    expect(width(found?.ofThese)).toBeLessThan(width(found?.interval));
  });

  test('one template alone: over rows', () => {
    const found = differenceAlone([0, 1, 1, 0], [0, 0, 1, 1], truth);
    expect(found?.mean).toBe(0.5);
    expect(found?.interval).not.toBeNull();
    expect(differenceAlone([], [], [])).toBeNull();
  });
});
