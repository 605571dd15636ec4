import { expect, test } from 'vitest';
import { saveDraft } from '../../src/storage/drafts.ts';
import { deleteItem, emptyTrash, renameItem } from '../../src/storage/items.ts';
import { saveSession } from '../../src/storage/last-session.ts';
import { saveRun } from '../../src/storage/saved-runs.ts';
import { telling } from '../../src/storage/storage-news.ts';
import { FileWriter } from '../../src/storage/stored-files.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';
import { memoryKeyValue, quotaError } from './memory-key-value.ts';

const RECORD = syntheticRecord(20, { steps: 20, promptLength: 4 });

test('what lists show is told: saved, renamed, deleted, removed; checkpoints, drafts and pieces are not', async () => {
  const memory = memoryKeyValue();
  let told = 0;
  const store = telling(memory, () => told++);
  const toldBy = async (change: () => Promise<unknown>): Promise<number> => {
    const before = told;
    await change().catch(() => undefined);
    return told - before;
  };
  const run = { kind: 'run', id: 'a' } as const;
  expect(await toldBy(() => saveRun(store, 'a', 'a', RECORD))).toBe(1);
  expect(await toldBy(() => renameItem(store, run, 'b'))).toBe(1);
  expect(await toldBy(() => deleteItem(store, run))).toBe(1);
  expect(await toldBy(() => emptyTrash(store))).toBe(1);
  const session = { record: RECORD, checkpoint: null, rows: null };
  expect(await toldBy(() => saveSession(store, 'tab', session))).toBe(0);
  expect(await toldBy(() => saveDraft(store, RECORD.recipe))).toBe(0);
  expect(await toldBy(() => new FileWriter(store, 'm', 'model.onnx').end())).toBe(0);
  memory.failure = quotaError();
  expect(await toldBy(() => saveRun(store, 'c', 'c', RECORD))).toBe(0);
});
