import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellResult, type SweepCell, cellId, cellsOf } from '../../experiment/transfer-cells.ts';
import { transferReport } from '../../../src/methods/transfer/report/transfer-report.ts';
import {
  cellsFrom,
  familyOf,
  initialised,
  madeRecord,
  madeSweep,
  scoreOf,
  scored,
  trained,
  trainOf,
} from '../../experiment/made-sweep.ts';
import { fullRecord, ROWS } from './full-record.ts';

const [JOY, MOOD, TOPIC] = [0, 1, 2];

describe('sections beside the matrix', () => {
  const report = transferReport(fullRecord());

  test('initialisation: both starts’ curves, speed-ups by steps, operations and seconds, and test accuracy', () => {
    const [joyToMood] = report.initialisation;
    expect(joyToMood).toMatchObject({ source: JOY, target: MOOD, evalEvery: 10 });
    expect(joyToMood.fromRandom[0].map(({ accuracy }) => accuracy)).toEqual([0.5, 0.75]);
    expect(joyToMood.fromSource[0].map(({ accuracy }) => accuracy)).toEqual([0.75, 0.8]);
    // Random start: best at the second evaluation; the other start is that good at its first, and best at its second.
    for (const counted of [joyToMood.steps, joyToMood.flops, joyToMood.seconds]) {
      expect(counted).toHaveLength(2);
      expect(counted[0]).toEqual({
        converged: { kind: 'reached', factor: 1 },
        comparable: { kind: 'reached', factor: 2 },
      });
    }
    expect(joyToMood.testFromRandom?.mean).toBe(1);
    expect(joyToMood.testFromSource?.mean).toBe(1);
  });

  test('initialisation: a missing seed is null in its place', () => {
    const initialise = { kind: 'initialise', source: 'joy', target: 'mood' } as const;
    const recipe = madeSweep({ seeds: [1, 2, 3], initialisation: [{ source: 'joy', target: 'mood' }] });
    const cells: [SweepCell, CellResult][] = [1, 3].flatMap((seed): [SweepCell, CellResult][] => [
      [trainOf('mood', seed), trained([1, 2, 3, 4, 5, 6])],
      [{ ...initialise, seed }, initialised([0.5, 0.6], seed === 1 ? 4 : 6)],
    ]);
    const [section] = transferReport(madeRecord(recipe, cellsFrom(cells))).initialisation;
    expect(section.testFromSource?.seeds).toEqual([0.5, null, 0.75]);
    expect(section.testFromRandom).toBeNull();
  });

  test('masking: one start of all lines, then each mask; random ones over draws and seeds', () => {
    const joyOn = (target: number) => report.masking.find((one) => one.task === JOY && one.target === target);
    expect(joyOn(JOY)).toMatchObject({ relation: 'own', rows: 4 });
    expect(joyOn(MOOD)?.relation).toBe('same-type');
    expect(joyOn(TOPIC)?.relation).toBe('different-type');
    const points = joyOn(JOY)?.points ?? [];
    expect(points.map(({ share, mask, accuracy }) => [share, mask, accuracy.mean])).toEqual([
      [0, 'own', 1],
      [0, 'random', 1],
      [0, 'other-task', 1],
      [0.5, 'own', 0.25],
      [0.5, 'random', 1],
      [0.5, 'other-task', 1],
    ]);
  });

  test('masking: own minus random, row by row, at each share between none and all', () => {
    const onJoy = report.masking.find(({ task, target }) => task === JOY && target === JOY);
    // Own: the first of four rows right; random: all four.
    expect(onJoy?.differences.map(({ share, difference }) => [share, difference.mean])).toEqual([
      [0.5, -0.75],
    ]);
    expect(onJoy?.overall?.mean).toBe(-0.75);
    expect(onJoy?.overall?.interval.low).toBeLessThan(-0.75);
    expect(onJoy?.allOff).toBeNull();
  });

  test('masking: everything off is one measurement and no point of the lines', () => {
    const { masking } = fullRecord().recipe;
    const withAll = fullRecord({
      masking: masking === null ? null : { ...masking, shares: [0, 0.2, 0.5, 1] },
    });
    const ids = Object.keys(withAll.cells).filter(
      (id) => id.startsWith('mask ') && id.includes(' 1 joy → joy'),
    );
    expect(ids).toEqual(['mask own 1 joy → joy seed 1', 'mask own 1 joy → joy seed 2']);
    const [onJoy] = transferReport(withAll).masking;
    expect(onJoy.allOff?.mean).toBe(0.25);
    expect(onJoy.points.every(({ share }) => share < 1)).toBe(true);
    expect(onJoy.differences.map(({ share }) => share)).toEqual([0.2, 0.5]);
  });

  test('masking: a seed without one of its shares is left out of the mean over shares alone', () => {
    const { masking } = fullRecord().recipe;
    const whole = fullRecord({ masking: masking === null ? null : { ...masking, shares: [0.2, 0.5] } });
    const cells = Object.fromEntries(
      Object.entries(whole.cells).filter(([id]) => !id.startsWith('mask own 0.2 joy → joy')),
    );
    const [onJoy] = transferReport({ ...whole, cells }).masking;
    expect(onJoy.differences.map(({ share }) => share)).toEqual([0.5]);
    expect(onJoy.overall).toBeNull();
  });

  test('projection: the right prompt, its controls, and how much the source matters', () => {
    const [projection] = report.projections;
    expect(projection).toMatchObject({
      projector: 'per-token',
      toPlm: 'plm-b',
      trainTasks: [JOY, MOOD],
      heldOutTasks: [TOPIC],
    });
    expect(projection.rows.map(({ trained: seen }) => seen)).toEqual([true, true, false]);
    const [row] = projection.rows;
    expect(
      [row.projected, row.zero, row.noise, row.shuffled, row.otherTask].map(({ mean }) => mean * ROWS),
    ).toEqual([7, 4, 3, 6, 5]);
    expect([row.own?.mean, row.random?.mean]).toEqual([1, 0.5]);
    expect(projection.sourceSwapGap.mean).toBeCloseTo(2 / ROWS, 10);
    expect(projection.cosines[0]).toEqual([1, 0.5, 0.5]);
    // One of two seeds collapsed: that is no majority.
    expect(projection.collapsed).toBe(false);
    expect(projection.losses).toEqual([
      [0.7, 0.6],
      [0.7, 0.6],
    ]);
  });

  test('arithmetic: vectors beside random ones, the own prompt and what is untrained, on the same rows', () => {
    expect(report.arithmetic).toHaveLength(10);
    const [otherStart, nothing, half] = report.arithmetic;
    expect(otherStart).toMatchObject({
      tasks: [JOY],
      target: JOY,
      onto: 'other-start',
      scale: 1,
      rows: ROWS,
    });
    expect(
      [otherStart.accuracy, otherStart.random, otherStart.own, otherStart.untrained].map(
        (value) => (value?.mean ?? NaN) * ROWS,
      ),
    ).toEqual([6, 4, 8, 4]);
    expect(otherStart.difference?.mean).toBeCloseTo(2 / ROWS, 10);
    expect([nothing.scale, nothing.random, nothing.difference]).toEqual([0, null, null]);
    expect([half.scale, half.accuracy.seeds]).toEqual([0.5, [7 / ROWS, 7 / ROWS]]);
    expect(report.arithmetic.slice(-2).map(({ tasks, target }) => [tasks, target])).toEqual([
      [[JOY, TOPIC], JOY],
      [[JOY, TOPIC], TOPIC],
    ]);
  });

  test('arithmetic: rows that one of the tasks was trained on are left out everywhere', () => {
    const full = fullRecord();
    const tasks = full.tasks.map((task) =>
      task.name === 'joy' ? { ...task, leaked: { topic: [0, 1] } } : task,
    );
    const sum = transferReport({ ...full, tasks }).arithmetic.at(-2);
    expect(sum).toMatchObject({ tasks: [JOY, TOPIC], target: JOY, rows: ROWS - 2 });
    expect(sum?.accuracy.mean).toBeCloseTo(5 / 6, 10);
    expect(sum?.own?.mean).toBe(1);
  });

  test('arithmetic: a sweep that asks for none has an empty list', () => {
    expect(transferReport(fullRecord({ arithmetic: undefined })).arithmetic).toEqual([]);
  });

  test('indicators: symmetric, 1 with itself for cosines and ON, and larger where the neurons are shared', () => {
    for (const { name, variant, values } of report.indicators) {
      values.forEach((row, i) => {
        row.forEach((value, j) => {
          expect(value, `${name} ${variant}`).toBe(values[j][i]);
        });
      });
    }
    const on = report.indicators.find(({ name, variant }) => name === 'ON' && variant === '');
    expect(on?.values[JOY][JOY]).toBeCloseTo(1, 6);
    expect(on?.values[JOY][TOPIC]).toBeCloseTo(0, 6);
    const moved = report.indicators.find(({ variant }) => variant === 'shared start subtracted');
    expect(moved?.values[JOY][MOOD]).not.toBeNull();
    const own = transferReport(fullRecord(), 'own').indicators;
    expect(own.find(({ variant }) => variant === 'shared start subtracted')?.values[JOY][MOOD]).toBeNull();
  });

  test('indicators: correlations are over targets with something to transfer alone', () => {
    const concat = report.indicators.findIndex(({ name, variant }) => name === 'C_concat' && variant === '');
    expect(report.headline.targets).toEqual({ something: 3, nothing: 0, unknown: 0 });
    expect(report.indicators[concat].pooled?.count).toBe(6);
    expect(report.indicators[concat].pooledRecovery?.count).toBe(6);
    expect(report.ranking.order).toContain(concat);
    // Of every target half the rows with its own prompt, as many as with random ones.
    const full = fullRecord();
    const cells = Object.fromEntries(
      Object.entries(full.cells).map(([id, result]) => [
        id,
        id === cellId(scoreOf('joy', 'joy', 1)) || id === cellId(scoreOf('joy', 'joy', 2))
          ? scored(4)
          : result,
      ]),
    );
    const fewer = transferReport({ ...full, cells });
    expect(fewer.headline.targets).toEqual({ something: 2, nothing: 1, unknown: 0 });
    expect(fewer.indicators[concat].pooled?.count).toBe(4);
    expect(fewer.cells[JOY].map((cell) => cell?.recovery)).toEqual([null, null, null]);
  });

  test('neurons and their overlap over the steps', () => {
    expect(report.neurons.map(({ task }) => task)).toEqual([JOY, MOOD, TOPIC]);
    expect(report.neurons[0].values).toHaveLength(18);
    const [first] = report.overlapOverSteps;
    expect(first.tasks).toEqual([JOY, MOOD]);
    expect(first.points.map(({ step, on }) => [step, on.mean])).toEqual([
      [10, 0],
      [20, 0],
    ]);
  });

  test('recommendation: a ranking that names the best source loses nothing', () => {
    const probes = report.recommendations.find(({ by }) => by.includes('loss'));
    expect(probes?.recommended.slice(0, 2)).toEqual([MOOD, JOY]);
    for (const { topHit, regret } of report.recommendations) {
      expect(topHit.mean).toBeGreaterThanOrEqual(0);
      expect(regret.mean).toBeGreaterThanOrEqual(0);
    }
  });
});

test('the same record gives the same report, in whatever order its cells stand', () => {
  const record = fullRecord();
  const turned = { ...record, cells: Object.fromEntries(Object.entries(record.cells).reverse()) };
  expect(transferReport(turned)).toEqual(transferReport(record));
});

describe('a record in part', () => {
  test('of no cells says how much there is to do, and has null everywhere', () => {
    const recipe = fullRecord().recipe;
    const report = transferReport(madeRecord(recipe));
    expect(report.cells.flat()).toEqual(Array(9).fill(null));
    expect([report.sameType.relative, report.differentType.recovery]).toEqual([null, null]);
    expect([report.initialisation, report.masking, report.projections]).toEqual([[], [], []]);
    expect([report.done, report.total]).toEqual([0, cellsOf(recipe, familyOf).length]);
    expect(report.indicators[0].values.flat()).toEqual(Array(9).fill(null));
  });

  test('of any cells gives a report, whose numbers are those of the cells that are there', () => {
    const record = fullRecord({ seeds: [1], randomPrompts: 1 });
    const ids = Object.keys(record.cells);
    fc.assert(
      fc.property(fc.subarray(ids), (kept) => {
        const part = { ...record, cells: Object.fromEntries(kept.map((id) => [id, record.cells[id]])) };
        const report = transferReport(part);
        expect(report.done).toBe(kept.length);
        const has =
          kept.includes(cellId(scoreOf('joy', 'mood', 1))) &&
          kept.includes(cellId(scoreOf('mood', 'mood', 1)));
        expect(report.cells[MOOD][JOY]?.accuracy.mean ?? null).toBe(has ? 6 / ROWS : null);
      }),
      { numRuns: 12 },
    );
  });

  test('failed cells are missing ones and not counted as done', () => {
    const record = fullRecord();
    const id = cellId(scoreOf('joy', 'mood', 1));
    const failed = { kind: 'failed', error: { code: 'task', message: 'x', remedy: 'y' } } as const;
    const report = transferReport({ ...record, cells: { ...record.cells, [id]: failed } });
    expect(report.done).toBe(report.total - 1);
    expect(report.cells[MOOD][JOY]?.accuracy.seeds).toEqual([null, 6 / ROWS]);
  });
});
