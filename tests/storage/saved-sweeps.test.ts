import { expect, test } from 'vitest';
import type { TransferRecord } from '../../src/experiment/transfer/transfer-record.ts';
import { cellId } from '../experiment/transfer-cells.ts';
import { loadSweep } from '../../src/storage/load-sweep.ts';
import {
  deleteSweepCells,
  findUnfinished,
  listSweeps,
  saveSweep,
  saveSweepCells,
  saveUnfinished,
  type SweepTitle,
} from '../../src/storage/saved-sweeps.ts';
import { removeItem } from '../../src/storage/items.ts';
import { listSetAside } from '../../src/storage/set-aside.ts';
import { storageKey } from '../../src/storage/storage-keys.ts';
import {
  cellsFrom,
  madePart,
  madeRecord,
  madeSweep,
  scored,
  scoreOf,
  trained,
  trainOf,
} from '../experiment/made-sweep.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from './memory-key-value.ts';

const record = madeRecord(
  madeSweep(),
  cellsFrom([
    [trainOf('joy', 1), trained([1, NaN, 3, 4, 5, 6])],
    [scoreOf('joy', 'mood', 1), scored(3)],
  ]),
  { initialPrompts: { '1': Float32Array.of(1, 2) } },
);

async function saved(id: string, what: TransferRecord, store = memoryKeyValue()): Promise<MemoryKeyValue> {
  await saveSweep(store, id, what, {});
  for (const [cell, result] of Object.entries(what.cells))
    await saveSweepCells(store, id, { [cell]: result });
  return store;
}

test('each cell is an entry of its own, and saving one writes nothing else', async () => {
  const store = await saved('a', record);
  // The base, the title, and the cells.
  expect(store.entries.size).toBe(2 + 2);
  const before = new Map(store.entries);
  await saveSweepCells(store, 'a', { [cellId(scoreOf('mood', 'joy', 1))]: scored(1) });
  const written = [...store.entries].filter(([key, value]) => before.get(key) !== value);
  expect(written.map(([, value]) => value)).toEqual([scored(1)]);
});

test('loading joins the cells, with nothing of other sweeps', async () => {
  const store = await saved('a', record);
  const other = madeRecord(madeSweep(), cellsFrom([[trainOf('mood', 2), trained([6, 5, 4, 3, 2, 1])]]));
  await saved('ab', other, store);
  expect(await loadSweep(store, 'a')).toEqual(record);
  expect(await loadSweep(store, 'ab')).toEqual(other);
});

test('the list has the newest first, with how much of each there is', async () => {
  const store = await saved('old', record);
  await saved('new', madeRecord(madeSweep(), {}, { parts: [madePart('2027-01-01T00:00:00.000Z')] }), store);
  const list = await listSweeps(store);
  expect(list.map(({ id, cells }) => [id, cells])).toEqual([
    ['new', 0],
    ['old', 2],
  ]);
  expect(list[1]).toMatchObject({ plm: 'plm-a', tasks: ['joy', 'mood', 'topic'], seeds: 2 });
});

test('deleting a sweep leaves nothing of it, and all of the others', async () => {
  const store = await saved('a', record);
  await saved('b', record, store);
  await removeItem(store, { kind: 'sweep', id: 'a' });
  expect(store.entries.size).toBe(4);
  expect(await loadSweep(store, 'b')).toEqual(record);
  await expect(loadSweep(store, 'a')).rejects.toMatchObject({ code: 'storage' });
});

test('cells that are deleted are gone, and can be computed again', async () => {
  const store = await saved('a', record);
  await deleteSweepCells(store, 'a', [cellId(trainOf('joy', 1))]);
  expect(Object.keys((await loadSweep(store, 'a')).cells)).toEqual([cellId(scoreOf('joy', 'mood', 1))]);
});

test('a damaged cell is set aside, so that it is computed again; so is a damaged sweep, and that is told', async () => {
  const store = await saved('a', record);
  for (const damage of [null, 'text', { kind: 7 }]) {
    await store.write([[storageKey('sweep-cell', `a/${cellId(trainOf('joy', 1))}`), damage]]);
    expect(Object.keys((await loadSweep(store, 'a')).cells)).toEqual([cellId(scoreOf('joy', 'mood', 1))]);
  }
  await store.write([[storageKey('sweep', 'a'), { version: 1 }]]);
  await expect(loadSweep(store, 'a')).rejects.toMatchObject({ code: 'storage' });
  expect(await listSweeps(store)).toEqual([]);
  const aside = await listSetAside(store);
  expect(aside.map(({ what }) => what.split(' ')[0]).sort()).toEqual(['A', 'Cells', 'Cells', 'Cells']);
  expect(aside.flatMap(({ entries }) => entries.map(([key]) => key))).toContain(storageKey('sweep', 'a'));
});

test('a sweep of a newer version is told, and left where it is', async () => {
  const store = await saved('a', record);
  const newer = { version: 2, kind: 'sweep' };
  await store.write([[storageKey('sweep', 'a'), newer]]);
  await expect(loadSweep(store, 'a')).rejects.toMatchObject({ code: 'storage' });
  expect(store.entries.get(storageKey('sweep', 'a'))).toEqual(newer);
  expect(await listSetAside(store)).toEqual([]);
});

test('a sweep stored by an earlier version opens, and is one of transfers', async () => {
  const store = await saved('a', record);
  const { cells, ...base } = record;
  const head = store.entries.get(storageKey('sweep-head', 'a'));
  const { experiment, ...title } = head as SweepTitle;
  expect([Object.keys(cells).length, experiment]).toEqual([2, 'transfer']);
  await store.write([
    [storageKey('sweep', 'a'), base],
    [storageKey('sweep-head', 'a'), title],
  ]);
  expect(await loadSweep(store, 'a')).toEqual(record);
  expect(await listSweeps(store)).toMatchObject([{ id: 'a', experiment: 'transfer', cells: 2 }]);
});

test('a full disk is `quota`, and what was there stays', async () => {
  const store = await saved('a', record);
  const before = new Map(store.entries);
  store.failure = quotaError();
  await expect(saveSweepCells(store, 'a', { x: scored(1) })).rejects.toMatchObject({ code: 'quota' });
  await expect(saveSweep(store, 'a', record, {})).rejects.toMatchObject({ code: 'quota' });
  expect(store.entries).toEqual(before);
});

test('where a cell stands is kept until the cell is there, or the sweep is deleted', async () => {
  const cell = cellId(scoreOf('mood', 'joy', 1));
  const store = await saved('a', record);
  await saveUnfinished(store, 'a', cell, { step: 3 });
  expect(await findUnfinished(store, 'a', cell)).toEqual({ step: 3 });
  expect(await loadSweep(store, 'a')).toEqual(record);
  await saveSweepCells(store, 'a', { [cell]: scored(1) });
  expect(await findUnfinished(store, 'a', cell)).toBeUndefined();
  await saveUnfinished(store, 'a', 'another', { step: 4 });
  await removeItem(store, { kind: 'sweep', id: 'a' });
  expect(store.entries.size).toBe(0);
});
