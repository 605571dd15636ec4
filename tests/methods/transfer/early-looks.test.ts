/** Two starts at the same early steps: differences are paired by seed. */
import { describe, expect, test } from 'vitest';
import { earlyLooks, type StartsOfSeed } from '../../../src/methods/transfer/report/early-looks.ts';
import { transferReport } from '../../../src/methods/transfer/report/transfer-report.ts';
import {
  cellsFrom,
  initialised,
  madeRecord,
  madeSweep,
  trained,
  trainOf,
} from '../../experiment/made-sweep.ts';
import type { CellResult, SweepCell } from '../../experiment/transfer-cells.ts';
import type { InitialisedCell } from '../../../src/experiment/transfer/cells/initialise.ts';

const SETTINGS = { examples: 32, looks: [0, 2], devRows: 100 } as const;

const starts = (random: readonly [number, number], source: readonly [number, number]): StartsOfSeed => {
  const curve = (values: readonly number[]) => values.map((accuracy, at) => ({ step: 2 * at, accuracy }));
  return { random: curve(random), source: curve(source) };
};

describe('early looks', () => {
  const seeds = [
    starts([0.2, 0.5], [0.6, 0.7]),
    starts([0.3, 0.6], [0.7, 0.6]),
    starts([0.1, 0.4], [0.6, 0.5]),
  ];
  const report = earlyLooks(SETTINGS, seeds);

  test('both starts at each step, and the difference seed by seed', () => {
    const [before, after] = report.looks;
    expect(before.step).toBe(0);
    expect(before.fromRandom.mean).toBeCloseTo(0.2, 12);
    expect(before.fromSource.mean).toBeCloseTo(19 / 30, 12);
    expect(before.difference.seeds.map((value) => value?.toFixed(3))).toEqual(['0.400', '0.400', '0.500']);
    expect(after.difference.mean).toBeCloseTo(0.1, 12);
  });

  test('the interval is that of the differences, narrower than the starts’ own', () => {
    const width = ({
      interval,
    }: {
      readonly interval: { readonly low: number; readonly high: number } | null;
    }) => (interval === null ? Infinity : interval.high - interval.low);
    const [before] = report.looks;
    expect(width(before.difference)).toBeLessThan(width(before.fromRandom));
    // Differences 0.4, 0.4, 0.5: s = 0.0577, t(2) = 4.3027.
    expect(width(before.difference)).toBeCloseTo((2 * 4.302653 * Math.sqrt(1 / 300)) / Math.sqrt(3), 5);
  });

  test('the lead is the mean of a seed’s differences over all looks', () => {
    expect(report.lead?.seeds.map((value) => value?.toFixed(3))).toEqual(['0.300', '0.200', '0.300']);
  });

  test('a seed that lacks a start or a look counts where it has both', () => {
    const half: StartsOfSeed = { random: [{ step: 0, accuracy: 0.2 }], source: [{ step: 0, accuracy: 0.4 }] };
    const part = earlyLooks(SETTINGS, [seeds[0], null, half]);
    expect(part.looks.map(({ difference }) => difference.seeds.map((value) => value !== null))).toEqual([
      [true, false, true],
      [true, false, false],
    ]);
    expect(part.lead?.seeds.slice(1)).toEqual([null, null]);
    expect(earlyLooks(SETTINGS, [null]).lead).toBeNull();
  });
});

/** Looked at before the first step too. */
function lookedAt(cell: InitialisedCell, before: number): InitialisedCell {
  const start = { step: 0, loss: 1, accuracy: before, flops: 0 };
  return { ...cell, curve: [start, ...cell.curve], seconds: [0, ...cell.seconds] };
}

test('a sweep with early looks sets the source against the random start that was looked at, not against the prompts trained', () => {
  const recipe = madeSweep({
    initialisation: [{ source: 'joy', target: 'mood' }],
    earlyLooks: { examples: 32, looks: [0, 10], devRows: 100 },
  });
  const cells = [1, 2].flatMap((seed): [SweepCell, CellResult][] => [
    [trainOf('mood', seed), trained([1, 2, 3, 4, 5, 6], [0.9, 0.9])],
    [{ kind: 'random-start', target: 'mood', seed }, lookedAt(initialised([0.5, 0.75], 4), 0.25)],
    [
      { kind: 'initialise', source: 'joy', target: 'mood', seed },
      lookedAt(initialised([0.7, 0.75], 6), 0.625),
    ],
  ]);
  const [run] = transferReport(madeRecord(recipe, cellsFrom(cells))).initialisation;
  expect(run.early?.looks.map(({ step, difference }) => [step, Number(difference.mean.toFixed(6))])).toEqual([
    [0, 0.375],
    [10, 0.2],
  ]);
  expect([run.testFromRandom?.mean, run.testFromSource?.mean]).toEqual([0.5, 0.75]);
  // Best at the second evaluation from both: the look before the first step is no time to be counted from.
  expect(run.steps[0].converged).toEqual({ kind: 'reached', factor: 1 });
  expect(run.nulls.steps?.converged).toMatchObject({ pairs: 2, range: { low: 1, high: 1 } });
});

test('a sweep without early looks reports as before', () => {
  const recipe = madeSweep({ initialisation: [{ source: 'joy', target: 'mood' }] });
  const cells: [SweepCell, CellResult][] = [
    [trainOf('mood', 1), trained([1, 2, 3, 4, 5, 6])],
    [{ kind: 'initialise', source: 'joy', target: 'mood', seed: 1 }, initialised([0.75, 0.8], 4)],
  ];
  const [run] = transferReport(madeRecord(recipe, cellsFrom(cells))).initialisation;
  expect(run.early).toBeNull();
  expect(run.steps[0].comparable).toEqual({ kind: 'reached', factor: 2 });
});
