/** A task as one file: a zip of its folder, task.json and the three splits, and back. */
import { zipSync } from 'fflate';
import { taskFiles } from './import/task-files.ts';
import { loadTask } from './load-task.ts';
import { parseTemplate } from '../text/template.ts';
import { taskError } from './task-error.ts';
import { SPLIT_NAMES, type Task } from '../experiment/task-types.ts';
import { readZipFiles } from './zip-files.ts';

const INFO_FILE = 'task.json';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The zip of `task`'s folder; the same task gives the same bytes. */
export function taskZip(task: Task): Uint8Array {
  const encoder = new TextEncoder();
  const files: Record<string, Uint8Array> = {};
  for (const file of taskFiles(task))
    files[file.name] = joined(Array.from(file.pieces(), (piece) => encoder.encode(piece)));
  return zipSync(files, { mtime: '2000-01-01T00:00:00' });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** The path of the one task.json among `names`, or null where there is none and the files are tables. */
export function infoFileOf(names: Iterable<string>): string | null {
  return Array.from(names).find((name) => baseName(name) === INFO_FILE) ?? null;
}

/**
 * The task whose task.json is at `infoFile`, with the splits beside it; `read` gives a file's bytes by its path, or null
 * where there is none. `from` is what messages call the whole.
 * @throws LabError `task` naming file, line and field, `template`
 */
export async function loadTaskFiles(
  infoFile: string,
  from: string,
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<Task> {
  const folder = infoFile.slice(0, -INFO_FILE.length);
  const texts = new Map<string, string>();
  for (const name of [INFO_FILE, ...SPLIT_NAMES.map((split) => `${split}.jsonl`)]) {
    const bytes = await read(folder + name);
    if (bytes !== null) texts.set(name, decoded(bytes, `${from}/${name}`));
  }
  const task = await loadTask(from, (path) => {
    const text = texts.get(baseName(path));
    return text === undefined ? Promise.reject(new Error(`There is no ${path}`)) : Promise.resolve(text);
  });
  parseTemplate(task.template);
  return task;
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw taskError(file, 'it is no UTF-8 text.', 'Save the file as UTF-8.', { cause });
  }
}

/** @throws LabError `file` for what is no zip, `task` for what is no task folder */
export async function readTaskZip(bytes: Uint8Array, file: string): Promise<Task> {
  const files = readZipFiles(bytes, file, (name) => /\.jsonl?$/.test(name));
  const infoFile = infoFileOf(files.keys());
  if (infoFile === null)
    throw taskError(
      file,
      'there is no task.json in it.',
      'Give the zip of a task folder, as the lab writes it.',
    );
  return loadTaskFiles(infoFile, file, (path) => Promise.resolve(files.get(path) ?? null));
}
