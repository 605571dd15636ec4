import { beforeEach, expect, test } from 'vitest';
import { Outbox, type Unsaved } from '../../src/app/job/outbox.ts';
import { guarded } from '../../src/storage/storage-errors.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from '../storage/memory-key-value.ts';

let store: MemoryKeyValue;
let told: (Unsaved | null)[];
let outbox: Outbox;
beforeEach(() => {
  store = memoryKeyValue();
  told = [];
  outbox = new Outbox((unsaved) => told.push(unsaved));
});

const put = (slot: string, value: number): Promise<void> =>
  outbox.put(slot, {
    write: () => guarded('It can’t be saved', () => store.write([[slot, value]])),
    bytes: () => 8,
  });

test('what finds no room waits in memory, and is written when it is tried again', async () => {
  store.failure = quotaError();
  await put('a', 1);
  await put('b', 2);
  expect(told).toMatchObject([
    { problem: { code: 'quota' }, bytes: 8 },
    { problem: { code: 'quota' }, bytes: 16 },
  ]);
  await outbox.retry();
  expect(store.entries.size).toBe(0);
  store.failure = null;
  await outbox.retry();
  expect(store.entries).toEqual(
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
  );
  expect(told.at(-1)).toBeNull();
});

test('only the newest of a slot is written, whatever waited before', async () => {
  store.failure = quotaError();
  await put('a', 1);
  store.failure = null;
  await put('a', 2);
  const { writes } = store;
  await outbox.retry();
  expect(store.entries).toEqual(new Map([['a', 2]]));
  expect(store.writes).toBe(writes);
});

test('while something still waits, it is not said that all is saved', async () => {
  store.failure = quotaError();
  await put('a', 1);
  store.failure = null;
  await put('b', 2);
  expect(told.at(-1)).not.toBeNull();
  await outbox.retry();
  expect(told.at(-1)).toBeNull();
});

test('whatever the storage refuses for waits, and of a slot only the newest', async () => {
  store.failure = new Error('the connection is closed');
  await put('a', 1);
  await put('a', 2);
  await put('b', 3);
  expect(told.at(-1)).toMatchObject({ problem: { code: 'storage' }, bytes: 16 });
  expect(outbox.hasRefused).toBe(true);
  store.failure = null;
  await outbox.retry();
  expect(store.entries).toEqual(
    new Map([
      ['a', 2],
      ['b', 3],
    ]),
  );
  expect(told.at(-1)).toBeNull();
  expect(outbox.hasRefused).toBe(false);
});
