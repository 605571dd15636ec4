import { describe, expect, test } from 'vitest';
import { unseenShare } from '../../../src/experiment/crossed-mean.ts';
import { tQuantile } from '../../../src/experiment/standard-error.ts';
import {
  accuracyOver,
  differenceOver,
  type CellAnswers,
} from '../../../src/experiment/verbalizer/mean-over-cells.ts';

const truth = [0, 0, 1, 1];
const cell = (template: number, seed: number, predictions: readonly number[]): CellAnswers => ({
  template,
  seed,
  predictions,
});
/** Answers of which the first so many are right. */
const right = (count: number): readonly number[] =>
  truth.map((label, row) => (row < count ? label : 1 - label));

describe('an accuracy over templates and supports', () => {
  test('is the mean over templates of the means over their supports', () => {
    const cells = [cell(0, 1, right(4)), cell(1, 1, right(0)), cell(1, 2, right(2))];
    expect(accuracyOver(cells, truth)?.mean).toBeCloseTo((1 + 0.25) / 2, 12);
  });

  test('has an error of rows alone for one cell: Student’s', () => {
    const found = accuracyOver([cell(0, 1, right(2))], truth);
    const half = tQuantile(3) * Math.sqrt(1 / 3 / 4);
    expect(found?.interval?.low).toBeCloseTo(Math.max(0, 0.5 - half), 12);
    expect(found?.interval?.high).toBeCloseTo(Math.min(1, 0.5 + half), 12);
  });

  test('widens with templates that differ, and with supports that do, from three on', () => {
    const many = Array.from({ length: 400 }, (_, row) => row % 2);
    const answered = (share: number): readonly number[] =>
      many.map((label, row) => (row < share * 400 ? label : 1 - label));
    const width = (shares: readonly (readonly number[])[]): number => {
      const cells = shares.flatMap((own, template) =>
        own.map((share, seed) => cell(template, seed, answered(share))),
      );
      const interval = accuracyOver(cells, many)?.interval;
      return (interval?.high ?? NaN) - (interval?.low ?? NaN);
    };
    const same = width([
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
    ]);
    const templates = width([
      [0.4, 0.4, 0.4],
      [0.5, 0.5, 0.5],
      [0.6, 0.6, 0.6],
    ]);
    const supports = width([
      [0.4, 0.5, 0.6],
      [0.4, 0.5, 0.6],
      [0.4, 0.5, 0.6],
    ]);
    const two = width([[0.4], [0.6]]);
    expect(templates).toBeGreaterThan(2 * same);
    expect(supports).toBeCloseTo(templates, 9);
    expect(two).toBeLessThan(same);
  });

  test('of answers that are all right is off by what so few rows can’t show', () => {
    const interval = accuracyOver([cell(0, 1, truth)], truth)?.interval;
    expect(interval).toEqual({ low: 1 - unseenShare(4), high: 1 });
  });

  test('is not there without rows or answers, and without an interval for one row', () => {
    expect(accuracyOver([], truth)).toBeNull();
    expect(accuracyOver([cell(0, 1, [])], [])).toBeNull();
    expect(accuracyOver([cell(0, 1, [1, 0])], truth)).toBeNull();
    expect(accuracyOver([cell(0, 1, [0])], [0])).toEqual({ mean: 1, interval: null });
  });
});

describe('a difference', () => {
  test('is paired: cells that only one side has are left out', () => {
    const before = [cell(0, 1, right(1)), cell(0, 2, right(4))];
    const after = [cell(0, 1, right(3)), cell(1, 1, right(0))];
    expect(differenceOver(before, after, truth)?.mean).toBe(0.5);
    expect(differenceOver(after, before, truth)?.mean).toBe(-0.5);
    expect(differenceOver([cell(0, 1, truth)], [cell(0, 2, truth)], truth)).toBeNull();
  });

  test('doesn’t see what both sides share', () => {
    const many = Array.from({ length: 100 }, () => 0);
    const hard = many.map((_, row) => Number(row % 2 === 0));
    const better = hard.map((wrong, row) => (row < 10 ? 0 : wrong));
    const found = differenceOver([cell(0, 1, hard)], [cell(0, 1, better)], many);
    const alone = accuracyOver([cell(0, 1, better)], many);
    const width = (of: typeof found): number => (of?.interval?.high ?? NaN) - (of?.interval?.low ?? NaN);
    expect(found?.mean).toBeCloseTo(0.05, 12);
    expect(width(found)).toBeLessThan(width(alone) / 2);
  });

  test('of the same answers is nothing, give or take what so few rows can’t show', () => {
    const found = differenceOver([cell(0, 1, right(2))], [cell(0, 1, right(2))], truth);
    expect(found).toEqual({ mean: 0, interval: { low: -unseenShare(4), high: unseenShare(4) } });
  });
});
