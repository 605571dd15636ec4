/** Run records on disk: `.json` is the record alone, `.plab` an experiment file. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readRunFile, writeRunFile } from '../data/run-file.ts';
import { promptOf } from '../experiment/artefacts.ts';
import { LabError } from '../errors/lab-error.ts';
import { readRunRecord, writeRunRecord } from '../experiment/run-record-json.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';

export function writeRecord(file: string, record: RunRecord): void {
  writeFileSync(file, file.endsWith('.plab') ? writeRunFile(record) : writeRunRecord(record));
}

function problem(file: string, message: string): LabError {
  const remedy = 'Give a run record (.json) or an experiment file (.plab) that the lab wrote.';
  return new LabError({ code: 'file', message, remedy, where: file });
}

/** @throws LabError `file` naming the file */
export function readRecord(file: string): RunRecord {
  if (!existsSync(file) || !statSync(file).isFile()) throw problem(file, `${file} is not there, or no file.`);
  const bytes = readFileSync(file);
  if (file.endsWith('.plab')) return readRunFile(new Uint8Array(bytes), file);
  return readRunRecord(bytes.toString('utf8'), file);
}

/** The prompt of the best step of a record from `file`. @throws LabError `file` naming the file */
export function promptInFile({ artefacts }: RunRecord, file: string): SavedPrompt {
  const prompt = promptOf(artefacts);
  if (prompt === null) throw problem(file, `The run in ${file} did not finish, so it has no prompt.`);
  return prompt;
}
