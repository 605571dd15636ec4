/** A kind of reference that `lab check` knows: the file that says what is to be computed, and how it is held against it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, type NamedTensor } from '../../data/safetensors.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { CheckLine } from '../../methods/check/check-line.ts';

export interface CheckKind {
  /** What the reference file says it is of; null for the first form, which names the PLM's kind there. */
  readonly kind: string | null;
  /** The reference's file in the folder. */
  readonly file: string;
  /** One line a comparison. @throws LabError what is wrong with the folder's files */
  check(dir: string, engine: Engine): Promise<readonly CheckLine[]>;
}

/** The path of a file that a reference's folder must have. @throws LabError `file` */
function neededFile(dir: string, name: string): string {
  const file = join(dir, name);
  if (existsSync(file)) return file;
  throw new LabError({
    code: 'file',
    message: `${file} is not there.`,
    remedy: 'Give a folder as the makers of references write it, with all its files.',
    where: file,
  });
}

/** A JSON file of a reference's folder. @throws LabError `file` when it is not there, or no JSON */
export function readFacts(dir: string, name: string): unknown {
  const file = neededFile(dir, name);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new LabError(
      { code: 'file', message: `${file} is not JSON.`, remedy: `Copy ${name} again.`, where: file },
      { cause },
    );
  }
}

/** The tensors of a safetensors file of a reference's folder, by name. @throws LabError `file` */
export const readTensors = (dir: string, name: string): ReadonlyMap<string, NamedTensor> =>
  readSafetensors(readFileSync(neededFile(dir, name)), name);
