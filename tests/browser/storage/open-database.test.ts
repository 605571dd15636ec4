/** A database that is deleted, upgraded or closed under the lab. */
import { get, set } from 'idb-keyval';
import { beforeEach, expect, test } from 'vitest';
import { reopeningStore, type StorageLoss } from '../../../src/storage/open-database.ts';

let database: string;
let losses: StorageLoss[];
beforeEach(() => {
  database = `open-database-${String(Math.random())}`;
  losses = [];
});

const makeStore = (factory?: () => IDBFactory) =>
  reopeningStore(database, 'entries', factory, (loss) => losses.push(loss));

const done = (request: IDBOpenDBRequest): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
    request.onblocked = () => reject(new Error('blocked'));
  });

test('one that another tab deletes is let go of, told, and made anew by the next write', async () => {
  const store = makeStore();
  await set('a', 1, store);
  await done(indexedDB.deleteDatabase(database));
  expect(losses).toEqual(['deleted']);
  await set('b', 2, store);
  expect([await get('a', store), await get('b', store)]).toEqual([undefined, 2]);
});

test('one that another tab upgrades is opened as it is then', async () => {
  const store = makeStore();
  await set('a', 1, store);
  const upgraded = await done(indexedDB.open(database, 7));
  expect(losses).toEqual(['unsure']);
  upgraded.close();
  expect(await get('a', store)).toBe(1);
});

test('one that something else only looked into, and so made without the store, gets it', async () => {
  (await done(indexedDB.open(database))).close();
  const store = makeStore();
  await set('a', 1, store);
  expect(await get('a', store)).toBe(1);
});

test('a connection that ended without a word is opened again', async () => {
  const connections: IDBDatabase[] = [];
  const factory = {
    open: (name: string, version?: number) => {
      const request = indexedDB.open(name, version);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    },
  } as unknown as IDBFactory;
  const store = makeStore(() => factory);
  await set('a', 1, store);
  connections[0].close();
  await set('b', 2, store);
  expect([await get('a', store), await get('b', store)]).toEqual([1, 2]);
});
