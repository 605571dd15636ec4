/** A browser's storage as a map, with structured clones as the real one has them, that can be made to fail. */
import type { KeyValue } from '../../src/storage/key-value.ts';

export interface MemoryKeyValue extends KeyValue {
  readonly entries: Map<string, unknown>;
  /** What the next operations throw; null for none. */
  failure: Error | null;
  /** Writes so far. */
  writes: number;
}

export function memoryKeyValue(): MemoryKeyValue {
  const entries = new Map<string, unknown>();
  const store: MemoryKeyValue = {
    entries,
    failure: null,
    writes: 0,
    get(key) {
      if (store.failure !== null) return Promise.reject(store.failure);
      return Promise.resolve(structuredClone(entries.get(key)));
    },
    keys() {
      if (store.failure !== null) return Promise.reject(store.failure);
      return Promise.resolve([...entries.keys()]);
    },
    write(list) {
      if (store.failure !== null) return Promise.reject(store.failure);
      store.writes += 1;
      for (const [key, value] of list) entries.set(key, structuredClone(value));
      return Promise.resolve();
    },
    remove(names) {
      for (const name of names) entries.delete(name);
      return Promise.resolve();
    },
    async exchange(list, removed) {
      await store.write(list);
      await store.remove(removed);
    },
  };
  return store;
}

export function quotaError(): Error {
  return Object.assign(new Error('full'), { name: 'QuotaExceededError' });
}
