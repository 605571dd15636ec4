import { expect, test } from 'vitest';
import { shardOf } from '../../../src/experiment/sweep/list-cells.ts';
import { missingShards } from '../../../src/experiment/sweep/missing-shards.ts';
import { transferExperiment } from '../../../src/experiment/transfer/transfer-experiment.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { cellsFrom, failed, familyOf, madeRecord, madeSweep, scored } from '../made-sweep.ts';
import { cellId, cellsOf } from '../transfer-cells.ts';

const COUNT = 4;
const sweep = madeSweep();
const cells = cellsOf(sweep, familyOf);
const of = (shard: number) => shardOf(transferExperiment, cells, sweep, shard, COUNT);
const part = (shard: number): TransferRecord =>
  madeRecord(sweep, cellsFrom(of(shard).map((cell) => [cell, scored(1)] as const)));
const missing = (...records: readonly TransferRecord[]): readonly number[] =>
  missingShards(transferExperiment, records, COUNT);

test('shards whose cells are all there are not missing, the others are', () => {
  expect(missing(part(1), part(3))).toEqual([2, 4]);
  expect(missing(part(1), part(2), part(3), part(4))).toEqual([]);
});

test('without any part all are', () => {
  expect(missing()).toEqual([1, 2, 3, 4]);
});

test('one cell that is absent or failed makes its shard missing', () => {
  const [cell] = of(2);
  const { [cellId(cell)]: _, ...rest } = part(2).cells;
  expect(missing(part(1), madeRecord(sweep, rest), part(3), part(4))).toEqual([2]);
  const broken = madeRecord(sweep, { ...rest, [cellId(cell)]: failed() });
  expect(missing(part(1), broken, part(3), part(4))).toEqual([2]);
});

test('it does not matter which file has a cell', () => {
  const together = madeRecord(sweep, { ...part(1).cells, ...part(2).cells });
  expect(missing(together, part(4))).toEqual([3]);
});
