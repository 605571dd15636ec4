/** Runs in files: `.plab`, a zip whose run.json holds the record. Read and written by page and command line alike. */
import { strFromU8, strToU8, zipSync } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { readRunRecord } from '../experiment/run-record-json.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { readZipEntry } from './zip-entry.ts';

const ENTRY = 'run.json';

/** A file with the record in `json`; the same record gives the same bytes. */
export function writeRunFile(json: string): Uint8Array {
  return zipSync({ [ENTRY]: strToU8(json) }, { mtime: '2000-01-01T00:00:00' });
}

/** @throws LabError `file` naming the file */
export function readRunFile(bytes: Uint8Array, file: string): RunRecord {
  const refuse = (what: string, cause?: unknown): LabError =>
    new LabError(
      {
        code: 'file',
        message: `${file} ${what}.`,
        remedy: 'Give a run record (.json) or an experiment file (.plab) that `lab train --out` wrote.',
        where: file,
      },
      { cause },
    );
  return readRunRecord(strFromU8(readZipEntry(bytes, ENTRY, refuse)), file);
}
