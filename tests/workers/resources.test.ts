/** What the computing workers keep of tasks from one run to the next. */
import { expect, test } from 'vitest';
import { taskEntry } from '../../src/data/task-entry.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import { deleteItem, removeItem } from '../../src/storage/items.ts';
import { saveTask } from '../../src/storage/saved-tasks.ts';
import { Resources } from '../../workers/job/resources.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';

const taskOf = (text: string): Task => ({
  name: 'mine',
  family: 'other',
  labels: ['no', 'yes'],
  template: '{a} [MASK]',
  labelWords: [['bad'], ['good']],
  source: 'a test',
  licence: 'CC0',
  train: [{ a: text, y: 0 }],
  dev: [{ a: text, y: 1 }],
  test: [{ a: text, y: 1 }],
});

test('an imported task is read once, and another one of its name is not taken for it', async () => {
  const store = memoryKeyValue();
  const resources = new Resources(new URL('http://page.invalid/'), store);
  const { signal } = new AbortController();
  const save = (text: string, addedAt: string): Promise<void> =>
    saveTask(store, { id: 'mine', name: 'Mine', addedAt, entry: taskEntry(taskOf(text)) }, taskOf(text));
  await save('first', '2026-01-01T00:00:00.000Z');
  const first = await resources.task('mine', signal);
  expect(await resources.task('mine', signal)).toBe(first);
  // Deleting can be undone, so the task is still there.
  const item = { kind: 'task', id: 'mine' } as const;
  await deleteItem(store, item);
  expect(await resources.task('mine', signal)).toBe(first);
  await removeItem(store, item);
  await expect(resources.task('mine', signal)).rejects.toMatchObject({ code: 'task' });
  await save('second', '2026-01-02T00:00:00.000Z');
  expect((await resources.task('mine', signal)).train).toEqual([{ a: 'second', y: 0 }]);
});
