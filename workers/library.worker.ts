/** The worker that brings models in: the page's requests through Comlink, progress through the port given to `connect`. */
import { expose } from 'comlink';
import { loadModelCatalogue } from '../src/data/model-catalogue.ts';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { STORAGE_LOCK } from '../src/storage/tidy.ts';
import { claim } from './claim.ts';
import { holdLife } from './hold-life.ts';
import { PageLibraryService } from './library/library-service.ts';
import { measureDevice } from './library/measure-device.ts';
import { fetchOrExplain } from './job/download.ts';

// The worker's script lies one folder below the page, in development and in a build alike.
const base = new URL('../', self.location.href);

async function shippedNames(): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const entries = await loadModelCatalogue((path) =>
    fetchOrExplain(new URL(path, base), path, signal).then((response) => response.text()),
  );
  return entries.map(({ name }) => name);
}

async function whileStorageIsKept<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(STORAGE_LOCK, { mode: 'shared' }, work);
}

holdLife();
expose(
  new PageLibraryService({
    store: browserKeyValue(),
    measure: () => measureDevice(navigator),
    now: () => new Date(),
    shippedNames,
    whileStorageIsKept,
    claim: (id, work) => claim(`model ${id}`, work),
  }),
);
