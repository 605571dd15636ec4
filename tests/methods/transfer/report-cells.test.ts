import { describe, expect, test } from 'vitest';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import type { CellResult } from '../../experiment/transfer-cells.ts';
import type { Interval } from '../../../src/experiment/statistics.ts';
import { transferReport } from '../../../src/methods/transfer/report/transfer-report.ts';
import {
  cellsFrom,
  madeRecord,
  madeSweep,
  madeTask,
  predictions,
  randomOf,
  scoreOf,
} from '../../experiment/made-sweep.ts';
import { fullRecord } from './full-record.ts';

const truthOf = (rows: number): readonly number[] => Array.from({ length: rows }, (_, row) => row % 2);

/** Share of right rows by pair, for each of the two seeds. */
const SHARES: Readonly<Record<string, readonly [number, number]>> = {
  'joy joy': [0.9, 0.8],
  'mood mood': [0.8, 0.8],
  'topic topic': [0.52, 0.52],
  'joy mood': [0.6, 0.7],
  'mood joy': [0.7, 0.7],
  'joy topic': [0.4, 0.4],
  'mood topic': [0.5, 0.5],
  'topic mood': [0.5, 0.5],
};

/** Scores with known rows right; from topic to joy there are those of the second seed alone. */
function known(
  rows: number,
  more: TransferRecord['cells'] = {},
  leaked: readonly number[] = [],
): TransferRecord {
  const truth = truthOf(rows);
  const score = (share: number): CellResult => ({
    kind: 'scored',
    predictions: predictions(Math.round(share * rows), truth),
    seconds: [1, 1],
  });
  const cells = Object.entries(SHARES).flatMap(([pair, shares]) => {
    const [source, target] = pair.split(' ');
    return shares.map((share, index) => [scoreOf(source, target, index + 1), score(share)] as const);
  });
  const random = ['joy', 'mood', 'topic'].flatMap((task) =>
    [1, 2].map((seed) => [randomOf(task, seed), score(0.5)] as const),
  );
  return madeRecord(
    madeSweep(),
    { ...cellsFrom([...cells, ...random, [scoreOf('topic', 'joy', 2), score(0.55)]]), ...more },
    {
      tasks: [
        madeTask('joy', { truth }),
        madeTask('mood', { truth }),
        madeTask('topic', { truth, leaked: leaked.length === 0 ? {} : { joy: leaked } }),
      ],
    },
  );
}

const [JOY, MOOD, TOPIC] = [0, 1, 2];
const widthOf = (interval: Interval | null | undefined): number =>
  interval === null || interval === undefined ? NaN : interval.high - interval.low;

describe('a cell of the matrix', () => {
  const { cells } = transferReport(known(100));
  const joyOnMood = cells[MOOD][JOY];

  test('has the accuracy over seeds, and what it is of the own prompt’s', () => {
    expect(joyOnMood?.accuracy.mean).toBeCloseTo(0.65, 10);
    expect(joyOnMood?.accuracy.seeds.map((value) => value?.toFixed(3))).toEqual(['0.600', '0.700']);
    expect(joyOnMood?.relative.mean).toBeCloseTo((100 * 0.65) / 0.8, 8);
    expect(joyOnMood).toMatchObject({ rows: 100, leaked: 0 });
    expect(cells[JOY][JOY]?.relative.mean).toBeCloseTo(100, 8);
  });

  test('has the recovery against random prompts, 1 for the own prompt', () => {
    expect(joyOnMood?.recovery?.mean).toBeCloseTo((0.65 - 0.5) / (0.8 - 0.5), 8);
    expect(cells[MOOD][MOOD]?.recovery?.mean).toBeCloseTo(1, 8);
    expect(cells[MOOD][TOPIC]?.recovery?.mean).toBeCloseTo(0, 8);
  });

  test('has no recovery where the own prompt is not reliably better than a random one', () => {
    for (const cell of cells[TOPIC]) {
      expect(cell).not.toBeNull();
      expect(cell?.recovery).toBeNull();
    }
  });

  test('has the difference to the own prompt on the same rows, with its sign; the diagonal has none', () => {
    expect(joyOnMood?.difference?.mean).toBeCloseTo(-0.15, 10);
    expect(joyOnMood?.difference?.interval.high).toBeLessThan(0);
    expect(cells[MOOD][MOOD]?.difference).toBeNull();
    const better = known(
      100,
      cellsFrom(
        [1, 2].map((seed) => [
          scoreOf('joy', 'mood', seed),
          { kind: 'scored', predictions: predictions(95, truthOf(100)), seconds: [1, 1] },
        ]),
      ),
    );
    const difference = transferReport(better).cells[MOOD][JOY]?.difference;
    expect(difference?.mean).toBeCloseTo(0.15, 10);
    expect(difference?.interval.low).toBeGreaterThan(0);
  });

  test('leaves a missing seed out: it is null and counts for nothing', () => {
    const cell = cells[JOY][TOPIC];
    expect(cell?.accuracy.seeds).toEqual([null, 0.55]);
    expect(cell?.accuracy.mean).toBeCloseTo(0.55, 10);
  });

  test('leaves leaked rows out, for the own and the random prompt too', () => {
    const leaked = Array.from({ length: 10 }, (_, row) => row);
    const cell = transferReport(known(100, {}, leaked)).cells[TOPIC][JOY];
    expect(cell).toMatchObject({ rows: 90, leaked: 10 });
    expect(cell?.accuracy.mean).toBeCloseTo(30 / 90, 10);
    expect(cell?.relative.mean).toBeCloseTo((100 * 30) / 42, 8);
    expect(transferReport(known(100, {}, leaked)).cells[TOPIC][MOOD]).toMatchObject({ rows: 100, leaked: 0 });
  });

  test('has intervals around its means, narrower with more rows', () => {
    const large = transferReport(known(2000)).cells;
    for (const [target, source] of [
      [MOOD, JOY],
      [JOY, MOOD],
      [JOY, JOY],
    ]) {
      const [few, many] = [cells[target][source], large[target][source]];
      for (const cell of [few, many])
        for (const value of [cell?.accuracy, cell?.relative, cell?.recovery ?? undefined]) {
          expect(value?.interval?.low).toBeLessThanOrEqual(value?.mean ?? NaN);
          expect(value?.interval?.high).toBeGreaterThanOrEqual(value?.mean ?? NaN);
        }
    }
    // Seeds differ little here, so that rows are what is uncertain.
    expect(widthOf(large[JOY][MOOD]?.accuracy.interval)).toBeLessThan(
      0.5 * widthOf(cells[JOY][MOOD]?.accuracy.interval),
    );
  });
});

test('what a cell is relative to is the own prompt on the cell’s rows, in correlations too', () => {
  const leaked = Array.from({ length: 10 }, (_, row) => row);
  const { cells } = transferReport(known(100, {}, leaked));
  for (const cell of cells.flat())
    if (cell !== null) expect(cell.relative.mean).toBeCloseTo((100 * cell.accuracy.mean) / cell.own, 10);
  expect(cells[TOPIC][JOY]?.own).toBeCloseTo(42 / 90, 10);
  expect(cells[TOPIC][MOOD]?.own).toBeCloseTo(0.52, 10);
});

describe('a target’s floor', () => {
  const truth = Array.from({ length: 100 }, (_, row) => Number(row >= 80));
  /** One task whose own prompt gets `own`, random prompts `random` and the template alone `template` rows right. */
  const alone = (own: number, random: number, template: number): TransferRecord => {
    const score = (right: number): CellResult => ({
      kind: 'scored',
      predictions: predictions(right, truth),
      seconds: [1, 1],
    });
    const cells = [1, 2].flatMap((seed) => [
      [scoreOf('joy', 'joy', seed), score(own)] as const,
      [randomOf('joy', seed), score(random)] as const,
    ]);
    const none = {
      kind: 'transfer',
      source: { kind: 'none' },
      target: 'joy',
      seed: 0,
      plm: 'plm-a',
    } as const;
    return madeRecord(madeSweep({ tasks: ['joy'] }), cellsFrom([...cells, [none, score(template)]]), {
      tasks: [madeTask('joy', { truth })],
    });
  };

  test.each([
    ['majority', 95, 40, 60, 0.8],
    ['noPrompt', 99, 40, 85, 0.85],
    ['randomPrompt', 99, 87, 85, 0.87],
  ] as const)('is the best of all: %s', (name, own, random, template, accuracy) => {
    const { tasks, headline } = transferReport(alone(own, random, template));
    const { toTransfer } = tasks[0];
    expect(toTransfer.kind).toBe('something');
    if (toTransfer.kind === 'unknown') return;
    expect(toTransfer.floor.name).toBe(name);
    expect(toTransfer.floor.accuracy).toBeCloseTo(accuracy, 10);
    expect(toTransfer.gain.mean).toBeCloseTo(own / 100 - accuracy, 10);
    expect(headline.targets).toEqual({ something: 1, nothing: 0, unknown: 0 });
  });

  test('that the own prompt is not reliably above leaves nothing to transfer, and it is counted', () => {
    // Far above random prompts, and below always saying the most frequent class.
    const { tasks, headline, cells } = transferReport(alone(75, 40, 50));
    const { toTransfer } = tasks[0];
    expect(toTransfer).toMatchObject({ kind: 'nothing', floor: { name: 'majority' } });
    expect(toTransfer.kind === 'nothing' && toTransfer.gain.mean).toBeCloseTo(-0.05, 10);
    expect(cells[0][0]?.recovery).toBeNull();
    expect(headline.targets).toEqual({ something: 0, nothing: 1, unknown: 0 });
  });

  test('is not known where the own prompt was not scored', () => {
    const { tasks, headline } = transferReport(madeRecord(madeSweep({ tasks: ['joy'] })));
    expect(tasks[0].toTransfer).toEqual({ kind: 'unknown' });
    expect(headline).toEqual({
      within: null,
      pooledRecovery: null,
      targets: { something: 0, nothing: 0, unknown: 1 },
    });
  });
});

test('means are over ordered pairs of one type and of different types, the diagonal left out', () => {
  const { sameType, differentType, cells } = transferReport(known(100));
  expect([sameType.pairs, differentType.pairs]).toEqual([2, 4]);
  expect(sameType.relative?.mean).toBeCloseTo((65 / 0.8 + 70 / 0.85) / 2, 8);
  const others = [cells[JOY][TOPIC], cells[MOOD][TOPIC], cells[TOPIC][JOY], cells[TOPIC][MOOD]];
  const mean = others.reduce((sum, cell) => sum + (cell?.relative.mean ?? NaN), 0) / 4;
  expect(differentType.relative?.mean).toBeCloseTo(mean, 8);
  // Those to topic have no recovery; from topic to joy the own prompt is that of the second seed as well.
  expect(sameType.recovery?.mean).toBeCloseTo((0.15 / 0.3 + 0.2 / 0.35) / 2, 8);
  expect(differentType.recovery?.mean).toBeCloseTo((0.05 / 0.3 + 0) / 2, 8);
});

test('a task has its own, random, prompt-less and majority accuracy', () => {
  const { tasks } = transferReport(known(100));
  expect(tasks[JOY]).toMatchObject({
    name: 'joy',
    family: 'sentiment',
    classes: 2,
    majority: 0.5,
    testRows: 100,
  });
  expect(tasks[JOY].own?.mean).toBeCloseTo(0.85, 10);
  expect(tasks[JOY].random?.mean).toBeCloseTo(0.5, 10);
  expect(tasks[JOY].noPrompt).toBeNull();
  expect(transferReport(fullRecord()).tasks[JOY].noPrompt).toBe(0.5);
});
