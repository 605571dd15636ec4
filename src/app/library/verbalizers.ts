/** Verbalizers in and out: files become verbalizers of this device, verbalizers become files. */
import { VERBALIZER_PRESETS } from '../../data/verbalizers/presets.ts';
import {
  readVerbalizerFiles,
  writeVerbalizerFile,
  type VerbalizerFormat,
} from '../../data/verbalizers/verbalizer-file.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { PickedFile } from '../../protocol/library-protocol.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { findVerbalizer, saveVerbalizer, type VerbalizerHead } from '../../storage/saved-verbalizers.ts';
import { saveFile } from '../figures/save-file.ts';

export const VERBALIZER_LABELS: Readonly<Record<VerbalizerFormat, string>> = {
  lab: 'Save with sources',
  json: 'Save as .json',
  txt: 'Save as .txt',
  csv: 'Save as .csv',
};

/** Files are read whole; a list of label words has kilobytes. */
const MOST_BYTES = 8_000_000;

/** Keeps every verbalizer in `files`: all or, where one can't be read, none. @throws LabError naming file, line or class */
export async function keepVerbalizers(
  storage: KeyValue,
  files: readonly PickedFile[],
  now: Date = new Date(),
): Promise<readonly VerbalizerHead[]> {
  const read = await Promise.all(
    files.map(async ({ path, blob }) => {
      if (blob.size > MOST_BYTES)
        throw new LabError({
          code: 'file',
          message: `${path} is larger than any list of label words.`,
          remedy: 'Give a file of a few hundred kilobytes.',
          where: path,
        });
      return readVerbalizerFiles(await blob.text(), path);
    }),
  );
  const shipped = VERBALIZER_PRESETS.map(({ name }) => name);
  const kept: VerbalizerHead[] = [];
  for (const verbalizer of read.flat()) kept.push(await saveVerbalizer(storage, verbalizer, now, shipped));
  return kept;
}

/** Hands a verbalizer of this device to the person as a file. @throws LabError */
export async function exportVerbalizer(
  storage: KeyValue,
  id: string,
  name: string,
  format: VerbalizerFormat,
): Promise<void> {
  const verbalizer = await findVerbalizer(storage, id);
  if (verbalizer === null)
    throw new LabError({
      code: 'storage',
      message: `${name} is no longer on this device.`,
      remedy: 'Bring it in again.',
      where: id,
    });
  const file = writeVerbalizerFile({ ...verbalizer, name }, format);
  const type = format === 'txt' || format === 'csv' ? 'text/plain' : 'application/json';
  saveFile(file.name, type, file.text);
}
