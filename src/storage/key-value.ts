/**
 * The one door to IndexedDB. Everything above it works on this interface, so that tests run on a map and nothing
 * but this file knows the browser's storage. Several writes at once are one transaction: all or none.
 */
import { delMany, get, keys, promisifyRequest, setMany } from 'idb-keyval';
import { reopeningStore, type StorageLoss } from './open-database.ts';
import { storageTeller, telling } from './storage-news.ts';

export interface KeyValue {
  get(key: string): Promise<unknown>;
  keys(): Promise<readonly string[]>;
  /** All entries or, when it fails, none. */
  write(entries: readonly (readonly [string, unknown])[]): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** Writes and removals that belong together: both or, when it fails, neither. */
  exchange(entries: readonly (readonly [string, unknown])[], removed: readonly string[]): Promise<void>;
}

const DATABASE = 'prompt-lab';
const OBJECT_STORE = 'entries';

/**
 * The browser's database; opened on first use, in a page or in a worker. Other tabs hear of what changes in lists.
 * @param onLoss hears that the database was closed or deleted under the lab; it is opened again by what is asked next
 */
export function browserKeyValue(onLoss?: (loss: StorageLoss) => void): KeyValue {
  const store = reopeningStore(DATABASE, OBJECT_STORE, () => indexedDB, onLoss);
  const database: KeyValue = {
    get: (key) => get(key, store),
    keys: async () => (await keys(store)).map(String),
    write: (entries) =>
      setMany(
        entries.map(([key, value]): [string, unknown] => [key, value]),
        store,
      ),
    remove: (names) => delMany([...names], store),
    exchange: (entries, removed) =>
      store('readwrite', (objects) => {
        for (const [key, value] of entries) objects.put(value, key);
        for (const key of removed) objects.delete(key);
        return promisifyRequest(objects.transaction);
      }),
  };
  return telling(database, storageTeller());
}
