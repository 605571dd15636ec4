import { describe, expect, test } from 'vitest';
import { reusedCells } from '../../../src/experiment/sweep/reuse-cells.ts';
import { recordOf } from '../../methods/transfer/full-record.ts';
import { transferExperiment } from '../../../src/experiment/transfer/transfer-experiment.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { cellId, cellsOf } from '../transfer-cells.ts';
import {
  cellsFrom,
  failed,
  familyOf,
  madeRecord,
  madeSweep,
  madeTask,
  trainOf,
  wholeSweep,
} from '../made-sweep.ts';

/** A record whose cells are all there. */
const full = (recipe = wholeSweep()): TransferRecord => recordOf(recipe);

const idsOf = (record: TransferRecord, earlier: TransferRecord): string[] =>
  Object.keys(reusedCells(transferExperiment, record, earlier));

test('a sweep of more seeds takes over what the smaller one has, and nothing that it does not ask for', () => {
  const small = full(madeSweep({ seeds: [1] }));
  expect(idsOf(madeRecord(madeSweep({ seeds: [1, 2] })), small).sort()).toEqual(
    Object.keys(small.cells).sort(),
  );
  const two = madeRecord(madeSweep({ seeds: [1], tasks: ['joy', 'topic'] }));
  const taken = idsOf(two, small);
  expect(taken).toEqual(cellsOf(two.recipe, familyOf).map(cellId));
});

const kindsOf = (record: TransferRecord, earlier: TransferRecord): string[] =>
  [...new Set(idsOf(record, earlier).map((id) => id.split(' ')[0]))].sort();

test('everything but projections is taken over where the settings are the same', () => {
  const record = full();
  expect(kindsOf(madeRecord(record.recipe), record)).toEqual([
    'arithmetic',
    'initialise',
    'mask',
    'neurons',
    'recommend',
    'train',
    'transfer',
  ]);
  expect(idsOf(madeRecord(record.recipe), record).some((id) => id.includes('projection'))).toBe(false);
});

test('other masks or other recommendations are computed again', () => {
  const record = full();
  const { masking, recommendation } = record.recipe;
  if (masking === null || recommendation === null) throw new Error('the sweep asks for everything');
  const other = madeRecord({
    ...record.recipe,
    masking: { ...masking, ranking: 'absolute' },
    recommendation: { ...recommendation, steps: 3 },
  });
  expect(kindsOf(other, record)).toEqual(['arithmetic', 'initialise', 'neurons', 'train', 'transfer']);
});

test('starts that were looked at otherwise are trained again', () => {
  const earlyLooks = { examples: 32, looks: [0, 2], devRows: 10 };
  const looked = full(wholeSweep({ earlyLooks }));
  expect(kindsOf(madeRecord(wholeSweep({ earlyLooks })), looked)).toContain('random-start');
  for (const change of [
    { ...earlyLooks, examples: 64 },
    { ...earlyLooks, looks: [0] },
  ])
    expect(kindsOf(madeRecord(wholeSweep({ earlyLooks: change })), looked)).not.toContain('initialise');
  expect(kindsOf(madeRecord(wholeSweep()), looked)).not.toContain('initialise');
});

test('of a sweep of another PLM only what names its PLM is taken over', () => {
  const other = full(wholeSweep({ plm: 'plm-b', projections: [] }));
  const ids = idsOf(madeRecord(wholeSweep()), other);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.every((id) => /^(train|transfer) plm-b /.test(id))).toBe(true);
});

test('failures are not taken over', () => {
  const cell = trainOf('joy', 1);
  const earlier = madeRecord(madeSweep(), cellsFrom([[cell, failed()]]));
  expect(reusedCells(transferExperiment, madeRecord(madeSweep()), earlier)).toEqual({});
});

describe('nothing is taken over where', () => {
  const { training } = madeSweep();
  test.each<readonly [string, Partial<TransferRecord['recipe']>]>([
    ['prompts are trained otherwise', { training: { ...training, learningRate: 0.5 } }],
    ['the best step is chosen on other rows', { devRows: 3 }],
    ['other rows are scored', { testRows: 3 }],
    ['neurons are probed on other rows', { probeRows: 3 }],
  ])('%s', (_, change) => {
    expect(reusedCells(transferExperiment, madeRecord(madeSweep(change)), full(madeSweep()))).toEqual({});
  });

  test('the PLM of the same name is another', () => {
    const other = madeRecord(madeSweep(), {}, { plms: [{ name: 'plm-a', width: 3, sha256: 'another' }] });
    expect(reusedCells(transferExperiment, other, full(madeSweep()))).toEqual({});
  });
});

test('cells of a task whose rows changed are computed again, the others not', () => {
  const changed = madeRecord(
    madeSweep(),
    {},
    { tasks: [madeTask('joy', { sha256: 'others' }), madeTask('mood'), madeTask('topic')] },
  );
  const ids = idsOf(changed, full(madeSweep()));
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(id).not.toContain('joy');
});
