import { expect, test } from 'vitest';
import {
  countTrash,
  deleteItem,
  emptyTrash,
  removeItem,
  renameItem,
  restoreItem,
} from '../../src/storage/items.ts';
import { listModels, saveModel } from '../../src/storage/saved-models.ts';
import { listRuns, saveRun } from '../../src/storage/saved-runs.ts';
import { storageKey } from '../../src/storage/storage-keys.ts';
import { FileWriter } from '../../src/storage/stored-files.ts';
import { discardDownload, listDownloads, saveDownload } from '../../src/storage/downloads.ts';
import { tidy } from '../../src/storage/tidy.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';
import { MODEL } from './made-model.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from './memory-key-value.ts';

const RECORD = syntheticRecord(20, { steps: 20, promptLength: 4 });

async function withFile(store: MemoryKeyValue, owner: string): Promise<void> {
  const writer = new FileWriter(store, owner, 'model.onnx');
  await writer.write(Uint8Array.of(1, 2, 3));
  await writer.end();
}

test('a deleted run leaves the lists, and undoing brings it back whole', async () => {
  const store = memoryKeyValue();
  await saveRun(store, 'a', 'a', RECORD);
  const before = new Map(store.entries);
  await deleteItem(store, { kind: 'run', id: 'a' });
  expect(await listRuns(store)).toEqual([]);
  await restoreItem(store, { kind: 'run', id: 'a' });
  expect(await listRuns(store)).toHaveLength(1);
  expect(store.entries).toEqual(before);
});

test('emptying the trash removes every entry of what was deleted and nothing else', async () => {
  const store = memoryKeyValue();
  await saveModel(store, MODEL);
  await withFile(store, 'bert');
  await saveModel(store, { ...MODEL, id: 'bert-2' });
  await withFile(store, 'bert-2');
  await deleteItem(store, { kind: 'model', id: 'bert' });
  expect(await emptyTrash(store)).toEqual([{ kind: 'model', id: 'bert' }]);
  expect([...store.entries.keys()].sort()).toEqual(
    [storageKey('model', 'bert-2'), storageKey('file', 'bert-2/model.onnx/0')].sort(),
  );
});

test('a new name changes what lists say and not what recipes refer to', async () => {
  const store = memoryKeyValue();
  await saveModel(store, MODEL);
  await renameItem(store, { kind: 'model', id: 'bert' }, 'My Bert');
  expect(await listModels(store)).toMatchObject([{ id: 'bert', name: 'My Bert' }]);
});

test('opening removes for good what was deleted, and pieces that no model or download owns', async () => {
  const store = memoryKeyValue();
  await withFile(store, 'crashed');
  await withFile(store, 'broken-off');
  await saveDownload(store, {
    id: 'broken-off',
    source: MODEL.source,
    licence: 'MIT',
    files: [],
    startedAt: MODEL.addedAt,
  });
  await store.write([[storageKey('sweep-cell', 'gone/train/a'), { kind: 'train' }]]);
  await saveRun(store, 'a', 'a', RECORD);
  await deleteItem(store, { kind: 'run', id: 'a' });
  await tidy(store);
  expect([...store.entries.keys()].sort()).toEqual(
    [storageKey('download', 'broken-off'), storageKey('file', 'broken-off/model.onnx/0')].sort(),
  );
  await discardDownload(store, 'broken-off');
  expect(await listDownloads(store)).toEqual([]);
  expect(store.entries.size).toBe(0);
});

test('a full storage that can’t carry anything over gives the room of what was deleted back all the same', async () => {
  const store = memoryKeyValue();
  await saveRun(store, 'a', 'a', RECORD);
  await deleteItem(store, { kind: 'run', id: 'a' });
  await store.write([['v1/run/b', RECORD]]);
  expect(await countTrash(store)).toBe(1);
  store.exchange = () => Promise.reject(quotaError());
  await expect(tidy(store)).rejects.toMatchObject({ code: 'quota' });
  expect([...store.entries.keys()]).toEqual(['v1/run/b']);
});

test('a removed item leaves nothing', async () => {
  const store = memoryKeyValue();
  await saveRun(store, 'a', 'a', RECORD);
  await removeItem(store, { kind: 'run', id: 'a' });
  expect(store.entries.size).toBe(0);
});
