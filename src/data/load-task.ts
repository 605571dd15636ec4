/**
 * Loads a task folder: task.json, train.jsonl, dev.jsonl, test.jsonl. How a file is read is up to the caller, so
 * the same code works on a server's folder, a disk and files that a user dropped.
 */
import { parseRows } from './parse-rows.ts';
import { parseTaskInfo } from './parse-task-info.ts';
import { taskError } from './task-error.ts';
import type { SplitName, Task, TaskRow } from '../experiment/task-types.ts';

/** The text of a file; rejects when there is none. */
export type ReadText = (path: string) => Promise<string>;

const SPLIT_USE: Readonly<Record<SplitName, string>> = {
  train: 'the rows that the prompt learns from',
  dev: 'the rows that the best step is chosen on',
  test: 'the rows that the result is reported on',
};

/** The task in `folder`. Throws `task` naming file, line and field of what is wrong. */
export async function loadTask(folder: string, read: ReadText): Promise<Task> {
  const base = folder.replace(/\/+$/, '');
  const fallbackName = base.slice(base.lastIndexOf('/') + 1);
  const infoFile = `${base}/task.json`;
  const info = parseTaskInfo(
    await readFile(infoFile, read, 'labels, template and label words'),
    infoFile,
    fallbackName,
  );
  const rules = { classes: info.labels.length, needsB: info.template.includes('{b}') };
  const loadSplit = async (split: SplitName): Promise<readonly TaskRow[]> => {
    const file = `${base}/${split}.jsonl`;
    return parseRows(await readFile(file, read, SPLIT_USE[split]), file, rules);
  };
  const [train, dev, test] = await Promise.all([loadSplit('train'), loadSplit('dev'), loadSplit('test')]);
  return { ...info, train, dev, test };
}

async function readFile(file: string, read: ReadText, holds: string): Promise<string> {
  try {
    return await read(file);
  } catch (cause) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    throw taskError(file, `the file can't be read.`, `A task folder needs ${name}: ${holds}.`, { cause });
  }
}
