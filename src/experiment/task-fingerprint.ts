import type { Task } from './task-types.ts';
import { sha256 } from './sha256.ts';

/** SHA-256 over everything of a task that decides a run; null where there is none. */
export function taskFingerprint(task: Task): Promise<string | null> {
  const { labels, template, labelWords, train, dev, test } = task;
  const text = JSON.stringify([labels, template, labelWords, train, dev, test]);
  return sha256(new TextEncoder().encode(text));
}
