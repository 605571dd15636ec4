import { beforeEach, describe, expect, test } from 'vitest';
import { plainWords, type StoredVerbalizer } from '../../src/experiment/verbalizer/verbalizer.ts';
import { deleteItem, emptyTrash, renameItem, restoreItem } from '../../src/storage/items.ts';
import { findVerbalizer, listVerbalizers, saveVerbalizer } from '../../src/storage/saved-verbalizers.ts';
import { listSetAside } from '../../src/storage/set-aside.ts';
import { storageKey } from '../../src/storage/storage-keys.ts';
import { tidy } from '../../src/storage/tidy.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from './memory-key-value.ts';

const NEWS: StoredVerbalizer = {
  version: 1,
  kind: 'verbalizer',
  name: 'My news',
  labels: ['World', 'Sports'],
  words: [plainWords(['politics', 'war'], 'own'), plainWords(['sports'], 'own')],
  made: { how: 'file', file: 'news.txt' },
  notices: [],
};
const AT = new Date('2026-01-02T03:04:05Z');
const ITEM = { kind: 'verbalizer', id: 'my-news' } as const;

let store: MemoryKeyValue;
beforeEach(() => {
  store = memoryKeyValue();
});

test('a saved verbalizer is listed with its counts and hash, and found whole by its id', async () => {
  const head = await saveVerbalizer(store, NEWS, AT);
  expect(head).toMatchObject({ id: 'my-news', name: 'My news', words: [2, 1], how: 'file' });
  expect(head.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(await listVerbalizers(store)).toEqual([head]);
  expect(await findVerbalizer(store, 'my-news')).toEqual(NEWS);
  expect(await findVerbalizer(store, 'other')).toBeNull();
});

test('names don’t clash, neither with one another nor with what ships', async () => {
  await saveVerbalizer(store, NEWS, AT, ['my-news']);
  await saveVerbalizer(store, NEWS, AT, ['my-news']);
  const heads = await listVerbalizers(store);
  expect(heads.map(({ id }) => id).sort()).toEqual(['my-news-2', 'my-news-3']);
  expect(heads.map(({ name }) => name).sort()).toEqual(['My news', 'My news 2']);
});

test('deleted, put back, renamed, deleted for good', async () => {
  await saveVerbalizer(store, NEWS, AT);
  await deleteItem(store, ITEM);
  expect(await listVerbalizers(store)).toEqual([]);
  await restoreItem(store, ITEM);
  await renameItem(store, ITEM, 'Other');
  expect(await listVerbalizers(store)).toMatchObject([{ id: 'my-news', name: 'Other' }]);
  await deleteItem(store, ITEM);
  await emptyTrash(store);
  expect(store.entries.size).toBe(0);
});

test('a full storage keeps nothing of it, and says so', async () => {
  store.failure = quotaError();
  await expect(saveVerbalizer(store, NEWS, AT)).rejects.toMatchObject({ code: 'quota' });
  expect(store.entries.size).toBe(0);
});

describe('what is damaged', () => {
  test('a head is made anew from the verbalizer', async () => {
    await saveVerbalizer(store, NEWS, AT);
    store.entries.set(storageKey('verbalizer-head', 'my-news'), { id: 7 });
    await tidy(store);
    expect(await listVerbalizers(store)).toMatchObject([{ id: 'my-news', name: 'My news', words: [2, 1] }]);
  });

  test('a verbalizer that is none is set aside when it is asked for', async () => {
    await saveVerbalizer(store, NEWS, AT);
    store.entries.set(storageKey('verbalizer', 'my-news'), { ...NEWS, words: [] });
    await expect(findVerbalizer(store, 'my-news')).rejects.toMatchObject({ code: 'storage' });
    expect(await listVerbalizers(store)).toEqual([]);
    expect(await listSetAside(store)).toMatchObject([{ what: 'A verbalizer' }]);
  });

  test('so is one without a readable head, when the lab opens; a newer version’s is left alone', async () => {
    for (const version of [1, 2]) {
      const name = `v${String(version)}`;
      await saveVerbalizer(store, { ...NEWS, name }, AT);
      store.entries.set(storageKey('verbalizer-head', name), null);
      store.entries.set(storageKey('verbalizer', name), { ...NEWS, name, version, words: 'of another form' });
    }
    await tidy(store);
    expect(store.entries.has(storageKey('verbalizer', 'v1'))).toBe(false);
    expect(store.entries.has(storageKey('verbalizer', 'v2'))).toBe(true);
    await expect(findVerbalizer(store, 'v2')).rejects.toThrow(/another version/);
    expect(store.entries.has(storageKey('verbalizer', 'v2'))).toBe(true);
  });
});
