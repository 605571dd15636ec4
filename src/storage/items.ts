/**
 * The things that people keep on their device, and the entries that each is made of. A deleted one is only marked at
 * first, whatever its size: deleting can be undone, and a large model needn't be read to be put back. What is marked is
 * removed for good when the lab opens next, or at once when the room is needed.
 */
import type { KeyValue } from './key-value.ts';
import { guarded } from './storage-errors.ts';
import { idOf, storageKey, type StoredKind } from './storage-keys.ts';
import { isObject } from './stored-record.ts';

export type ItemKind = 'model' | 'task' | 'verbalizer' | 'run' | 'sweep';

interface ItemEntries {
  /** The entry that a list reads; its presence is the item's. */
  readonly head: StoredKind;
  /** Entries called as the item. */
  readonly own: readonly StoredKind[];
  /** Entries called `item/part`. */
  readonly parts: readonly StoredKind[];
}

const ITEMS: Readonly<Record<ItemKind, ItemEntries>> = {
  model: { head: 'model', own: [], parts: ['file'] },
  task: { head: 'task-head', own: ['task'], parts: [] },
  verbalizer: { head: 'verbalizer-head', own: ['verbalizer'], parts: [] },
  run: { head: 'run-head', own: ['run', 'prompt'], parts: [] },
  sweep: { head: 'sweep-head', own: ['sweep'], parts: ['sweep-cell', 'sweep-left'] },
};

export const ITEM_KINDS = Object.keys(ITEMS) as readonly ItemKind[];

export interface ItemName {
  readonly kind: ItemKind;
  readonly id: string;
}

const trashKey = ({ kind, id }: ItemName): string => storageKey('trash', `${kind}/${id}`);

/** Ids of the items of a kind among `keys`, without those that are marked as deleted. */
export function shownIds(keys: readonly string[], kind: ItemKind): readonly string[] {
  const marked = new Set(keys.filter((key) => idOf('trash', key) !== null));
  return keys
    .flatMap((key) => idOf(ITEMS[kind].head, key) ?? [])
    .filter((id) => !marked.has(trashKey({ kind, id })));
}

/** All entries of an item among `keys`. */
export function keysOfItem(keys: readonly string[], { kind, id }: ItemName): readonly string[] {
  const { head, own, parts } = ITEMS[kind];
  const names = new Set([head, ...own].map((stored) => storageKey(stored, id)));
  const starts = parts.map((stored) => storageKey(stored, `${id}/`));
  return keys.filter((key) => names.has(key) || starts.some((start) => key.startsWith(start)));
}

/** Takes an item out of every list; `restoreItem` puts it back. @throws LabError `storage`, `quota` */
export async function deleteItem(store: KeyValue, item: ItemName): Promise<void> {
  await guarded('That it is deleted can’t be noted', () => store.write([[trashKey(item), item]]));
}

export async function restoreItem(store: KeyValue, item: ItemName): Promise<void> {
  await guarded('It can’t be put back', () => store.remove([trashKey(item)]));
}

/** How many items are marked as deleted, and take room still. */
export async function countTrash(store: KeyValue): Promise<number> {
  const keys = await guarded('What was deleted can’t be counted', () => store.keys());
  return keys.filter((key) => idOf('trash', key) !== null).length;
}

/** Removes for good what is marked as deleted. Resolves with what that was. */
export async function emptyTrash(store: KeyValue): Promise<readonly ItemName[]> {
  return guarded('What was deleted can’t be removed', async () => {
    const keys = await store.keys();
    const marks = keys.filter((key) => idOf('trash', key) !== null);
    const items = (await Promise.all(marks.map((key) => store.get(key)))).filter(isItemName);
    await store.remove([...items.flatMap((item) => keysOfItem(keys, item)), ...marks]);
    return items;
  });
}

/** Removes an item at once and for good. */
export async function removeItem(store: KeyValue, item: ItemName): Promise<void> {
  await guarded('It can’t be deleted', async () => store.remove(keysOfItem(await store.keys(), item)));
}

/** Gives an item another name, by which lists call it; what refers to it goes by its id. @throws LabError `storage` */
export async function renameItem(store: KeyValue, item: ItemName, name: string): Promise<void> {
  await guarded('It can’t be renamed', async () => {
    const key = storageKey(ITEMS[item.kind].head, item.id);
    const head = await store.get(key);
    if (isObject(head)) await store.write([[key, { ...head, name }]]);
  });
}

function isItemName(value: unknown): value is ItemName {
  return (
    isObject(value) && typeof value['id'] === 'string' && ITEM_KINDS.some((kind) => kind === value['kind'])
  );
}
