/** A task from disk: a shipped name, or a folder with task.json and train, dev and test, zipped or not. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadTask } from '../data/load-task.ts';
import { readTaskZip } from '../data/task-zip.ts';
import type { Task } from '../experiment/task-types.ts';
import { LabError } from '../errors/lab-error.ts';
import { projectFolder } from './open-model.ts';
import { readBytes } from './read-bytes.ts';

/** @throws LabError `task` naming what is missing or malformed */
export function openTask(nameOrPath: string): Promise<Task> {
  const shipped = join(projectFolder, 'public', 'tasks', nameOrPath);
  const folder =
    /^[\w.-]+$/.test(nameOrPath) && existsSync(join(shipped, 'task.json')) ? shipped : resolve(nameOrPath);
  if (!existsSync(folder)) {
    throw new LabError({
      code: 'task',
      message: `There is no task “${nameOrPath}”.`,
      remedy:
        'Give a shipped name (a folder of public/tasks), a folder with task.json, train.jsonl, dev.jsonl and test.jsonl, or a zip of one.',
      where: '--task',
    });
  }
  if (folder.endsWith('.zip')) return readTaskZip(readBytes(folder), folder);
  return loadTask(folder, (path) => readFile(path, 'utf8'));
}
