/** Imported tasks: what lists and forms show is an entry of its own, because the rows may be many megabytes. */
import type { TaskEntry } from '../experiment/task-types.ts';
import type { Task } from '../experiment/task-types.ts';
import type { KeyValue } from './key-value.ts';
import { shownIds } from './items.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isObject } from './stored-record.ts';

export interface StoredTask {
  /** What recipes call it. */
  readonly id: string;
  /** What lists call it. */
  readonly name: string;
  readonly addedAt: string;
  /** As of a shipped task; its `name` is the id. */
  readonly entry: TaskEntry;
}

/** Saves `task` so that recipes can name it `head.id`. @throws LabError `quota`, `storage`; nothing half-written stays */
export async function saveTask(store: KeyValue, head: StoredTask, task: Task): Promise<void> {
  await guarded('The task can’t be saved', () =>
    store.write([
      [storageKey('task-head', head.id), head],
      [storageKey('task', head.id), { ...task, name: head.id }],
    ]),
  );
}

/** All imported tasks, the newest first. Entries that can't be read are left out. */
export async function listTasks(store: KeyValue): Promise<readonly StoredTask[]> {
  return guarded('Tasks can’t be listed', async () => {
    const ids = shownIds(await store.keys(), 'task');
    const heads = await Promise.all(ids.map((id) => store.get(storageKey('task-head', id))));
    return heads.filter(isHead).sort((a, b) => b.addedAt.localeCompare(a.addedAt));
  });
}

/** The imported task that recipes call `id` with all its rows, or null. @throws LabError `storage` */
export async function findStoredTask(store: KeyValue, id: string): Promise<Task | null> {
  const value = await guarded('The task can’t be read', () => store.get(storageKey('task', id)));
  if (value === undefined) return null;
  if (isTask(value)) return value;
  throw unreadable('The task');
}

/** When the imported task that recipes call `id` was added; null where there is none. Tells it from a later one of its name. */
export async function taskAddedAt(store: KeyValue, id: string): Promise<string | null> {
  const head = await guarded('The task can’t be read', () => store.get(storageKey('task-head', id)));
  return isHead(head) ? head.addedAt : null;
}

function isHead(value: unknown): value is StoredTask {
  if (!isObject(value)) return false;
  const { entry } = value;
  return (
    ['id', 'name', 'addedAt'].every((field) => typeof value[field] === 'string') &&
    isObject(entry) &&
    isInfo(entry) &&
    isObject(entry['rows'])
  );
}

function isInfo(value: Readonly<Record<string, unknown>>): boolean {
  return (
    ['name', 'family', 'template', 'source', 'licence'].every((field) => typeof value[field] === 'string') &&
    ['labels', 'labelWords'].every((field) => Array.isArray(value[field]))
  );
}

function isTask(value: unknown): value is Task {
  return (
    isObject(value) && isInfo(value) && ['train', 'dev', 'test'].every((split) => Array.isArray(value[split]))
  );
}
