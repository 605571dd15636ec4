/**
 * Tells every tab and worker of this browser that something that lists show came, went or changed its name. It is told
 * where it is written, so that nobody has to think of it.
 */
import type { KeyValue } from './key-value.ts';
import { idOf, type StoredKind } from './storage-keys.ts';

const CHANNEL = 'prompt-lab storage news';

/** What lists are made of; checkpoints, cells and pieces of files come too often, and no list shows them. */
const LISTED: readonly StoredKind[] = [
  'model',
  'task-head',
  'verbalizer-head',
  'run-head',
  'sweep-head',
  'download',
  'trash',
  'set-aside',
];

const isListed = (key: string): boolean => LISTED.some((kind) => idOf(kind, key) !== null);

/** `store`, whose changes of what is listed are told. */
export function telling(store: KeyValue, tell: () => void): KeyValue {
  const tellOf = (keys: readonly string[]): void => {
    if (keys.some(isListed)) tell();
  };
  return {
    get: (key) => store.get(key),
    keys: () => store.keys(),
    async write(entries) {
      await store.write(entries);
      tellOf(entries.map(([key]) => key));
    },
    async remove(keys) {
      await store.remove(keys);
      tellOf(keys);
    },
    async exchange(entries, removed) {
      await store.exchange(entries, removed);
      tellOf([...entries.map(([key]) => key), ...removed]);
    },
  };
}

/** How to tell the others; nothing where the browser has no channels. */
export function storageTeller(): () => void {
  if (!('BroadcastChannel' in globalThis)) return () => undefined;
  let channel: BroadcastChannel | null = null;
  return () => (channel ??= new BroadcastChannel(CHANNEL)).postMessage(null);
}

/** News that come so close together are told once. */
const TOGETHER_MS = 150;

/** Calls `onNews` when another tab, or a worker, or this page itself changed what is listed. */
export function hearStorageNews(onNews: () => void): void {
  if (!('BroadcastChannel' in globalThis)) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  new BroadcastChannel(CHANNEL).addEventListener('message', () => {
    clearTimeout(timer);
    timer = setTimeout(onNews, TOGETHER_MS);
  });
}
