import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { shardOf } from '../../../src/experiment/sweep/list-cells.ts';
import { mergeSweeps } from '../../../src/experiment/sweep/merge-sweeps.ts';
import { writeSweepRecord } from '../../../src/experiment/sweep/sweep-record-json.ts';
import type { SweepRecord } from '../../../src/experiment/sweep/sweep-record.ts';
import { transferExperiment } from '../../../src/experiment/transfer/transfer-experiment.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { cellId, cellsOf } from '../transfer-cells.ts';
import {
  cellsFrom,
  failed,
  familyOf,
  madePart,
  madeRecord,
  madeSweep,
  madeTask,
  scored,
  scoreOf,
} from '../made-sweep.ts';

const sweep = madeSweep();
const cells = cellsOf(sweep, familyOf);

/** The record of part `index` of `count`; every cell is scored, with a score of its own. */
function shard(index: number, count: number): SweepRecord {
  const entries = shardOf(transferExperiment, cells, sweep, index, count).map(
    (cell) => [cell, scored(cells.indexOf(cell) % 9)] as const,
  );
  return madeRecord(sweep, cellsFrom(entries), {
    parts: [madePart(`2026-01-0${String(index)}T00:00:00.000Z`, `part ${String(index)}`)],
  });
}

const merge = (records: readonly SweepRecord[]): SweepRecord =>
  mergeSweeps(
    transferExperiment,
    records,
    records.map((_, index) => `file ${String(index)}`),
  );

function refusal(records: readonly SweepRecord[]): LabError {
  try {
    merge(records);
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

test('parts in any order give the same file, with all cells in the order of the sweep', () => {
  const parts = [1, 2, 3, 4].map((index) => shard(index, 4));
  const whole = merge(parts);
  expect(Object.keys(whole.cells)).toEqual(cells.map(cellId));
  expect(whole.cells).toEqual(shard(1, 1).cells);
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: 4 }), (shuffled) => {
      expect(writeSweepRecord(merge(shuffled))).toBe(writeSweepRecord(whole));
    }),
  );
});

test('a file that is given twice, or beside a later copy of itself, adds nothing', () => {
  const [a, b] = [shard(1, 2), shard(2, 2)];
  expect(merge([a, b, a])).toEqual(merge([a, b]));
  expect(merge([merge([a, b]), b])).toEqual(merge([a, b]));
  expect(merge([a, b]).parts).toHaveLength(2);
});

test('where two parts computed one cell, the part that began first counts', () => {
  const cell = scoreOf('joy', 'mood', 1);
  const at = (day: string, right: number) =>
    madeRecord(sweep, cellsFrom([[cell, scored(right)]]), { parts: [madePart(`2026-01-${day}T00:00:00Z`)] });
  const [early, late] = [at('01', 3), at('02', 5)];
  expect(merge([late, early]).cells[cellId(cell)]).toEqual(scored(3));
  expect(merge([early, late])).toEqual(merge([late, early]));
});

test('a result counts before a failure, even of a part that began earlier', () => {
  const cell = scoreOf('joy', 'mood', 1);
  const broken = madeRecord(sweep, cellsFrom([[cell, failed()]]), {
    parts: [madePart('2026-01-01T00:00:00Z')],
  });
  const whole = madeRecord(sweep, cellsFrom([[cell, scored(4)]]), {
    parts: [madePart('2026-01-02T00:00:00Z')],
  });
  for (const order of [
    [broken, whole],
    [whole, broken],
  ])
    expect(merge(order).cells[cellId(cell)]).toEqual(scored(4));
  expect(merge([broken]).cells[cellId(cell)]).toEqual(failed());
});

test('cells that are none of the sweep’s are dropped, and fields in another order are the same recipe', () => {
  const reversed = Object.fromEntries(Object.entries(sweep).reverse()) as unknown as typeof sweep;
  const stray = madeRecord(reversed, { 'transfer nothing': scored(1) });
  expect(merge([madeRecord(sweep), stray]).cells).toEqual({});
});

describe('parts that don’t belong together are refused', () => {
  test('no file at all', () => {
    expect(refusal([]).code).toBe('argument');
  });

  test('another recipe, with the fields that differ', () => {
    const error = refusal([
      madeRecord(sweep),
      madeRecord(madeSweep({ seeds: [3], devRows: 7, training: { ...sweep.training, steps: 21 } })),
    ]);
    expect(error).toMatchObject({ code: 'file', where: 'file 1' });
    expect(error.message).toMatch(
      /file 1 is a part of another sweep than file 0: seeds, training, devRows differ/,
    );
  });

  test.each<readonly [string, Partial<TransferRecord>, RegExp]>([
    [
      'tasks with other rows',
      { tasks: [madeTask('joy', { sha256: 'others' }), madeTask('mood'), madeTask('topic')] },
      /other rows of the tasks/,
    ],
    ['PLMs with another table', { plms: [{ name: 'plm-a', width: 3, sha256: 'another' }] }, /other PLMs/],
  ])('%s', (_, change, message) => {
    const error = refusal([madeRecord(sweep), madeRecord(sweep, {}, change)]);
    expect(error).toMatchObject({ code: 'file', where: 'file 1' });
    expect(error.message).toMatch(message);
  });
});
