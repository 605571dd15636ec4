/** What records of several sweeps know of one task, joined. */
import { same } from './same.ts';
import type { SweptTask } from './sweep-record.ts';

/** Whether `a` and `b` are the same task with the same rows, whatever other tasks stood beside it. */
export const isSameTask = (a: SweptTask, b: SweptTask): boolean =>
  a.sha256 === b.sha256 && a.family === b.family && same(a.labels, b.labels) && same(a.truth, b.truth);

/**
 * One entry a task, in the order of their first appearance. Rows that leak are known of tasks that stood in one sweep, so
 * what each record knows of them comes together.
 * @param lists of records whose tasks of the same name are the same
 */
export function joinTasks(lists: readonly (readonly SweptTask[])[]): readonly SweptTask[] {
  const joined = new Map<string, SweptTask>();
  for (const task of lists.flat()) {
    const before = joined.get(task.name);
    joined.set(
      task.name,
      before === undefined ? task : { ...before, leaked: { ...task.leaked, ...before.leaked } },
    );
  }
  return [...joined.values()];
}
