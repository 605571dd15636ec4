/** Imported tasks: what lists and forms show is an entry of its own, because the rows may be many megabytes. */
import * as v from 'valibot';
import type { TaskEntry } from '../experiment/task-types.ts';
import type { Task } from '../experiment/task-types.ts';
import type { KeyValue } from './key-value.ts';
import { shownIds } from './items.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';

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
    return heads.filter(isTaskHead).sort((a, b) => b.addedAt.localeCompare(a.addedAt));
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
  return isTaskHead(head) ? head.addedAt : null;
}

const text = v.string();
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

const INFO = {
  name: text,
  family: text,
  labels: v.array(text),
  template: text,
  labelWords: v.array(v.array(text)),
  source: text,
  licence: text,
};

const Head: v.GenericSchema<unknown, StoredTask> = v.object({
  id: text,
  name: text,
  addedAt: text,
  entry: v.object({
    ...INFO,
    pairs: v.boolean(),
    rows: v.object({ train: count, dev: count, test: count }),
    majority: v.number(),
    bytes: count,
    reference: v.boolean(),
  }),
});

/** Rows are many, and were checked when they were imported. */
const Body = v.object({
  ...INFO,
  train: v.array(v.unknown()),
  dev: v.array(v.unknown()),
  test: v.array(v.unknown()),
});

/** Whether `value` is what lists and forms need to know of a task. */
export function isTaskHead(value: unknown): value is StoredTask {
  return v.is(Head, value);
}

function isTask(value: unknown): value is Task {
  return v.is(Body, value);
}
