/** Sweeps in files: `.plab`, a zip whose sweep.json holds the record. Read and written by page and command line alike. */
import { strFromU8, strToU8, zipSync } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { EXPERIMENTS, readSweepRecord } from '../experiment/experiments.ts';
import type { Experiment, Table } from '../experiment/sweep/experiment.ts';
import { writeSweepRecord } from '../experiment/sweep/sweep-record-json.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { SWEEP_ENTRY as ENTRY } from './sweep-experiment.ts';
import { readZipEntries, readZipEntry } from './zip-entry.ts';

export function writeSweepFile(record: SweepRecord): Uint8Array {
  return zipSync({ [ENTRY]: strToU8(writeSweepRecord(record)) }, { mtime: '2000-01-01T00:00:00' });
}

const refusal = (file: string, what: string, cause?: unknown): LabError =>
  new LabError(
    {
      code: 'file',
      message: `${file} ${what}.`,
      remedy: 'Give an experiment file (.plab) that `lab sweep --out` or the page wrote.',
      where: file,
    },
    { cause },
  );

/** Whether an experiment file is one of a sweep, and not of a run. @throws LabError `file` for what is no zip */
export const holdsSweep = (bytes: Uint8Array, file: string): boolean =>
  readZipEntries(bytes, [ENTRY], (what, cause) => refusal(file, what, cause)).has(ENTRY);

/** @throws LabError `file` naming the file */
export function readSweepFile(
  bytes: Uint8Array,
  file: string,
  experiments: Table<Experiment> = EXPERIMENTS,
): SweepRecord {
  const refuse = (what: string, cause?: unknown): LabError => refusal(file, what, cause);
  return readSweepRecord(strFromU8(readZipEntry(bytes, ENTRY, refuse)), file, experiments);
}
