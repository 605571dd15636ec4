/**
 * Runs in files: `.plab`, a zip of run.json, which holds the record, and tensors.safetensors, which holds its arrays by the
 * names that run.json has in their places. Read and written by page and command line alike. See docs/experiment-file.md.
 */
import { strFromU8, strToU8, zipSync } from 'fflate';
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { Float32Schema } from '../experiment/number-codec.ts';
import { readRunRecord, writeRunRecord } from '../experiment/run-record-json.ts';
import type { Float32ArraySchema } from '../experiment/run-record-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { readSafetensors, type NamedTensor } from './safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';
import { readZipEntries } from './zip-entry.ts';

export const RUN_ENTRY = 'run.json';
export const TENSORS_ENTRY = 'tensors.safetensors';

/** A file with `record`; the same record gives the same bytes. */
export function writeRunFile(record: RunRecord): Uint8Array {
  const names = new Map<Float32Array, string>();
  const tensors = new Map<string, NamedTensor>();
  for (const { name, dims, data } of arraysOf(record)) {
    if (names.has(data)) continue;
    names.set(data, name);
    tensors.set(name, { dims, data });
  }
  const json = writeRunRecord(record, (values) => names.get(values));
  return zipSync(
    {
      [RUN_ENTRY]: strToU8(json),
      // Deflate gains nothing on such numbers, and what is stored can be mapped from a disk.
      [TENSORS_ENTRY]: [writeSafetensors(tensors), { level: 0 }],
    },
    { mtime: '2000-01-01T00:00:00' },
  );
}

function arraysOf({
  artefacts,
  activations,
}: RunRecord): readonly (NamedTensor & { readonly name: string })[] {
  return [
    ...Object.entries(artefacts).map(([name, { dims, values }]) => ({ name, dims, data: values })),
    ...activations.flatMap(({ layers, neurons, prompted, plain }, i) => [
      { name: `activations.${i}.prompted`, dims: [layers, neurons], data: prompted },
      { name: `activations.${i}.plain`, dims: [layers, neurons], data: plain },
    ]),
  ];
}

/** @throws LabError `file` naming the file */
export function readRunFile(bytes: Uint8Array, file: string): RunRecord {
  const refuse = (what: string, cause?: unknown): LabError =>
    new LabError(
      {
        code: 'file',
        message: `${file} ${what}.`,
        remedy: 'Give a run record (.json) or an experiment file (.plab) that the lab wrote.',
        where: file,
      },
      { cause },
    );
  const entries = readZipEntries(bytes, [RUN_ENTRY, TENSORS_ENTRY], refuse);
  const json = entries.get(RUN_ENTRY);
  if (json === undefined) throw refuse(`holds no ${RUN_ENTRY}`);
  const stored = entries.get(TENSORS_ENTRY);
  const tensors =
    stored === undefined
      ? new Map<string, NamedTensor>()
      : readSafetensors(stored, `${TENSORS_ENTRY} in ${file}`);
  return readRunRecord(strFromU8(json), file, namedIn(tensors));
}

/** Files of version 1 have the numbers in their places, and no tensors. */
function namedIn(tensors: ReadonlyMap<string, NamedTensor>): Float32ArraySchema {
  const named = v.pipe(
    v.string(),
    v.transform((name) => tensors.get(name)?.data),
    v.instance(Float32Array, `must be the name of a tensor in ${TENSORS_ENTRY}`),
  );
  return v.lazy((value) => (typeof value === 'string' ? named : Float32Schema));
}
