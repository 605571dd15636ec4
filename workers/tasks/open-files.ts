/** What was handed over, as the files that are in it: a zip is opened, anything else is itself. */
import { blobSource } from '../../src/data/import/blob-source.ts';
import type { ImportSource } from '../../src/data/import/import-types.ts';
import { MOST_BYTES } from '../../src/data/import/limits.ts';
import { checkSizes, IMPORT_ENDINGS } from '../../src/data/import/read-source.ts';
import { taskError } from '../../src/data/task-error.ts';
import { infoFileOf, loadTaskFiles } from '../../src/data/task-zip.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import { readZipFiles } from '../../src/data/zip-files.ts';
import type { OwnFile } from '../../src/protocol/task-protocol.ts';

/** Tables to import, or a whole task. */
export type OpenedFiles =
  | { readonly kind: 'tables'; readonly sources: readonly ImportSource[] }
  | { readonly kind: 'task'; readonly load: () => Promise<Task> };

const isZip = (name: string): boolean => /\.zip$/i.test(name);

const isTable = (name: string): boolean =>
  IMPORT_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** @throws LabError `file` or `task` for what can't be imported */
export async function openFiles(files: readonly OwnFile[]): Promise<OpenedFiles> {
  const opened: OwnFile[] = [];
  for (const file of files) {
    if (isZip(file.name)) opened.push(...(await unzipped(file)));
    else opened.push(file);
  }
  const infoFile = infoFileOf(opened.map(({ name }) => name));
  if (infoFile === null)
    return { kind: 'tables', sources: opened.map(({ name, content }) => blobSource(name, content)) };
  const from = files.length === 1 ? (files[0]?.name ?? '') : 'the task folder';
  return {
    kind: 'task',
    load: () => {
      checkSizes(opened.map(({ name, content }) => blobSource(name, content)));
      return loadTaskFiles(infoFile, from, async (path) => {
        const file = opened.find(({ name }) => name === path);
        return file === undefined ? null : new Uint8Array(await file.content.arrayBuffer());
      });
    },
  };
}

async function unzipped({ name: zip, content }: OwnFile): Promise<readonly OwnFile[]> {
  if (content.size > MOST_BYTES) {
    throw taskError(
      zip,
      `it has more than ${MOST_BYTES / 1024 / 1024} MiB, the most that is imported.`,
      'Take a part of the rows.',
    );
  }
  const bytes = new Uint8Array(await content.arrayBuffer());
  const files = readZipFiles(bytes, zip, isTable);
  if (files.size === 0) {
    throw taskError(
      zip,
      'there is no file in it that can be imported.',
      `Pack files that end in ${IMPORT_ENDINGS.join(', ')}.`,
    );
  }
  return Array.from(files, ([name, part]) => ({ name, content: new Blob([Uint8Array.from(part)]) }));
}
