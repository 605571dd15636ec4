/** Run records on disk: `.json` is the record alone, `.plab` a zip whose run.json holds it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { readRunRecord } from '../experiment/run-record-json.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';

const ENTRY = 'run.json';

/** A record of the largest runs has a few dozen megabytes; a zip that claims more was made to fill the memory. */
const MOST_BYTES = 1 << 29;

export function writeRecord(file: string, json: string): void {
  writeFileSync(file, file.endsWith('.plab') ? zipSync({ [ENTRY]: strToU8(json) }) : json);
}

function problem(file: string, message: string): LabError {
  const remedy = 'Give a run record (.json) or an experiment file (.plab) that `lab train --out` wrote.';
  return new LabError({ code: 'file', message, remedy, where: file });
}

function recordText(file: string): string {
  if (!existsSync(file)) throw problem(file, `${file} is not there.`);
  const bytes = readFileSync(file);
  if (!file.endsWith('.plab')) return bytes.toString('utf8');
  try {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean =>
      name === ENTRY && originalSize <= MOST_BYTES;
    const entry = unzipSync(new Uint8Array(bytes), { filter })[ENTRY];
    if (entry !== undefined) return strFromU8(entry);
  } catch {
    throw problem(file, `${file} is no zip file.`);
  }
  throw problem(file, `${file} holds no ${ENTRY} of a size that a run has.`);
}

/** @throws LabError `file` naming the file */
export function readRecord(file: string): RunRecord {
  return readRunRecord(recordText(file), file);
}

/** The prompt of the best step of a record from `file`. @throws LabError `file` naming the file */
export function promptOf({ prompt }: RunRecord, file: string): SavedPrompt {
  if (prompt === null) throw problem(file, `The run in ${file} did not finish, so it has no prompt.`);
  return prompt;
}

/** The prompt of the best step of a recorded run. @throws LabError `file` naming the file */
export const readPrompt = (file: string): SavedPrompt => promptOf(readRecord(file), file);
