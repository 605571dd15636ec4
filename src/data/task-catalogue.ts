/** The sample tasks that ship with the lab. The list is made with the files, by scripts/make-tasks.mjs. */
import catalogue from './task-catalogue.json' with { type: 'json' };
import type { TaskEntry } from '../experiment/task-types.ts';

/** Folder of the shipped tasks, from where the page lies. */
export const TASKS_FOLDER = 'tasks';

export const taskCatalogue: readonly TaskEntry[] = catalogue;

/** The entry called `name`, or null. */
export function findTask(name: string): TaskEntry | null {
  return taskCatalogue.find((task) => task.name === name) ?? null;
}
