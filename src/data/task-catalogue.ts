/** The sample tasks that ship with the lab. The list is made with the files, by scripts/make-tasks.mjs. */
import catalogue from './task-catalogue.json' with { type: 'json' };
import type { SplitName, TaskInfo } from './task-types.ts';

export interface TaskEntry extends TaskInfo {
  /** Whether rows have a second text. */
  readonly pairs: boolean;
  readonly rows: Readonly<Record<SplitName, number>>;
  /** Share of the test rows that have the most frequent class. */
  readonly majority: number;
  /** Size of the three splits. */
  readonly bytes: number;
  /** Whether the model cards give reference accuracies for it. */
  readonly reference: boolean;
}

/** Folder of the shipped tasks, from where the page lies. */
export const TASKS_FOLDER = 'tasks';

export const taskCatalogue: readonly TaskEntry[] = catalogue;

/** The entry called `name`, or null. */
export function findTask(name: string): TaskEntry | null {
  return taskCatalogue.find((task) => task.name === name) ?? null;
}
