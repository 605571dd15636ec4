import { promptOf } from '../../src/experiment/artefacts.ts';
import { expect, test } from 'vitest';
import { listSessions, loadSession, moveSession } from '../../src/storage/last-session.ts';
import { migrate } from '../../src/storage/migrations.ts';
import { listRuns, loadPrompt, loadRun, saveRun } from '../../src/storage/saved-runs.ts';
import { loadSweep } from '../../src/storage/load-sweep.ts';
import { listSweeps, saveSweep, saveSweepCells } from '../../src/storage/saved-sweeps.ts';
import { STORAGE_VERSION } from '../../src/storage/storage-keys.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';
import { cellsFrom, madeRecord, madeSweep, scored, scoreOf } from '../experiment/made-sweep.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from './memory-key-value.ts';

const RUN = syntheticRecord(20, { steps: 20, promptLength: 4 });
const SWEEP = madeRecord(madeSweep(), cellsFrom([[scoreOf('joy', 'mood', 1), scored(3)]]));

/** What version 1 of the lab left: the same entries under its names, and no heads of sweeps. */
async function storageOfVersion1(): Promise<MemoryKeyValue> {
  const store = memoryKeyValue();
  await saveRun(store, 'a', 'a run', RUN);
  await saveSweep(store, 's', SWEEP, {});
  await saveSweepCells(store, 's', SWEEP.cells);
  const old = [...store.entries].filter(([key]) => !key.includes('/sweep-head/'));
  store.entries.clear();
  for (const [key, value] of old) store.entries.set(key.replace(/^v2\//, 'v1/'), value);
  return store;
}

test('runs, prompts and sweeps of version 1 come over whole, and nothing of it is left', async () => {
  const store = await storageOfVersion1();
  const { size } = store.entries;
  expect(await migrate(store)).toEqual({ moved: size, newer: null });
  expect([...store.entries.keys()].filter((key) => !key.startsWith('v2/'))).toEqual([]);
  expect(await listRuns(store)).toMatchObject([{ id: 'a', name: 'a run' }]);
  expect(await loadRun(store, 'a')).toEqual(RUN);
  expect((await loadPrompt(store, 'a')).values).toEqual(promptOf(RUN.artefacts)?.values);
  expect(await listSweeps(store)).toMatchObject([{ id: 's', cells: Object.keys(SWEEP.cells).length }]);
  expect(await loadSweep(store, 's')).toEqual(SWEEP);
});

test('the run that version 1 kept for the next visit is one that can be gone on with', async () => {
  const store = memoryKeyValue();
  const session = { record: RUN, checkpoint: null, rows: null };
  await store.write([['v1/session/last', session]]);
  await migrate(store);
  expect(await listSessions(store)).toEqual(['last']);
  await moveSession(store, 'last', 'tab');
  expect(await listSessions(store)).toEqual(['tab']);
  expect(await loadSession(store, 'tab')).toEqual(session);
});

test('done twice it changes nothing', async () => {
  const store = await storageOfVersion1();
  await migrate(store);
  const once = new Map(store.entries);
  expect(await migrate(store)).toEqual({ moved: 0, newer: null });
  expect(store.entries).toEqual(once);
});

test('broken off in the middle it loses nothing and goes on', async () => {
  const store = await storageOfVersion1();
  const exchange: MemoryKeyValue['exchange'] = store.exchange.bind(store);
  let left = 3;
  store.exchange = (entries, removed) =>
    left-- > 0 ? exchange(entries, removed) : Promise.reject(quotaError());
  await expect(migrate(store)).rejects.toMatchObject({ code: 'quota' });
  store.exchange = exchange;
  await migrate(store);
  expect(await loadRun(store, 'a')).toEqual(RUN);
  expect(await loadSweep(store, 's')).toEqual(SWEEP);
});

test('an entry that this version wrote meanwhile stays', async () => {
  const store = await storageOfVersion1();
  await saveRun(store, 'a', 'written by version 2', RUN);
  await migrate(store);
  expect(await listRuns(store)).toMatchObject([{ name: 'written by version 2' }]);
});

test('a sweep that can’t be read is carried over as it is', async () => {
  const store = memoryKeyValue();
  await store.write([['v1/sweep/x', { version: 1 }]]);
  await migrate(store);
  expect([...store.entries.keys()]).toEqual(['v2/sweep/x']);
  expect(await listSweeps(store)).toEqual([]);
});

test('entries of a newer version are left alone and told', async () => {
  const store = memoryKeyValue();
  await store.write([[`v${STORAGE_VERSION + 1}/run/x`, 1]]);
  await store.write([['something else', 1]]);
  expect(await migrate(store)).toEqual({ moved: 0, newer: STORAGE_VERSION + 1 });
  expect(store.entries.size).toBe(2);
});
