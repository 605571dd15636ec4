/** What catalogues and forms say of a task, counted from its rows. */
import { majorityRate } from '../experiment/metrics.ts';
import { taskFiles } from './import/task-files.ts';
import type { TaskEntry } from '../experiment/task-types.ts';
import type { Task } from '../experiment/task-types.ts';

/** The entry of `task`, as the catalogue has it for a shipped one. */
export function taskEntry(task: Task): TaskEntry {
  const { train, dev, test, ...info } = task;
  return {
    ...info,
    pairs: [train, dev, test].every((rows) => rows.every(({ b }) => b !== undefined)),
    rows: { train: train.length, dev: dev.length, test: test.length },
    majority: majorityRate(test.map(({ y }) => y)),
    bytes: bytesOf(task),
    reference: false,
  };
}

/** Size of the three splits as files. */
function bytesOf(task: Task): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const file of taskFiles(task)) {
    if (file.name === 'task.json') continue;
    for (const piece of file.pieces()) bytes += encoder.encode(piece).byteLength;
  }
  return bytes;
}
