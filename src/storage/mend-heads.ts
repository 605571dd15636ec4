/**
 * The entries that lists read: one that is damaged would leave its item in no list, and the room that it takes with it. It is
 * made anew from the item itself, and where that is damaged too, the item is set aside.
 */
import { isDownload } from './downloads.ts';
import { ITEM_KINDS, keysOfItem, shownIds, type ItemKind } from './items.ts';
import type { KeyValue } from './key-value.ts';
import { isModel } from './saved-models.ts';
import { mendRunHead } from './saved-runs.ts';
import { mendSweepHead } from './saved-sweeps.ts';
import { isTaskHead } from './saved-tasks.ts';
import { mendVerbalizerHead } from './saved-verbalizers.ts';
import { setAside } from './set-aside.ts';
import { guarded } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';

type Mend = (store: KeyValue, id: string, keys: readonly string[]) => Promise<void>;

const MENDS: Readonly<Record<ItemKind, Mend>> = {
  run: mendRunHead,
  sweep: mendSweepHead,
  verbalizer: mendVerbalizerHead,
  model: async (store, id, keys) => {
    if (isModel(await store.get(storageKey('model', id)))) return;
    // Its files may be gigabytes, and can be had again: they go, as what belongs to no model.
    await setAside(
      store,
      'An imported model',
      keys.filter((key) => idOf('model', key) === id),
    );
  },
  task: async (store, id, keys) => {
    if (isTaskHead(await store.get(storageKey('task-head', id)))) return;
    await setAside(store, 'An imported task', keysOfItem(keys, { kind: 'task', id }));
  },
};

/** @throws LabError `storage` */
export async function mendHeads(store: KeyValue): Promise<void> {
  await guarded('What is stored can’t be looked through', async () => {
    const keys = await store.keys();
    for (const kind of ITEM_KINDS) for (const id of shownIds(keys, kind)) await MENDS[kind](store, id, keys);
    for (const key of keys) {
      if (idOf('download', key) !== null && !isDownload(await store.get(key)))
        await setAside(store, 'A download', [key]);
    }
  });
}
