/** Questions with passages from a file or a folder on the disk. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readReadingData } from '../data/reading/import/read-reading-data.ts';
import type { ReadingImport, ReadingImportOptions } from '../data/reading/import/reading-import.ts';
import { LabError } from '../errors/lab-error.ts';
import { fileSource } from './file-source.ts';

const READABLE = /\.(?:jsonl?|txt|gz|zip)$/i;
/** Of Quasar-T: lists of noun phrases, which nothing needs. */
const NOT_NEEDED = /_nps\.json(?:\.gz)?$|_annotations\.json$/;
const REMEDY = 'Give a file of questions with passages, or the folder that its files lie in.';

/**
 * @param path of a file, or of a folder whose files are taken with those in folders within it
 * @throws LabError `file` where nothing is there, else as `readReadingData`
 */
export async function openReadingFiles(
  path: string,
  options: ReadingImportOptions = {},
): Promise<ReadingImport> {
  if (!existsSync(path) || !statSync(path).isDirectory())
    return readReadingData([fileSource(path, REMEDY)], options);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => READABLE.test(name) && !NOT_NEEDED.test(name) && statSync(join(path, name)).isFile())
    .sort();
  if (files.length === 0)
    throw new LabError({
      code: 'file',
      message: 'There is no file of questions in this folder.',
      remedy: REMEDY,
      where: path,
    });
  return readReadingData(
    files.map((name) => fileSource(join(path, name), REMEDY, name)),
    options,
  );
}
