import { existsSync, readFileSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';

/** The longest prompt of the widest model has a few dozen megabytes. */
const MOST_BYTES = 1 << 30;

/** A prompt's file as a whole. @throws LabError `file` when it is not there or no prompt can be so large */
export function readBytes(file: string): Uint8Array {
  const problem = (message: string, remedy: string): LabError =>
    new LabError({ code: 'file', message, remedy, where: file });
  if (!existsSync(file)) throw problem(`${file} is not there.`, 'Check the name.');
  if (statSync(file).size > MOST_BYTES)
    throw problem(`${file} is larger than any prompt.`, 'Give the file of a prompt, not of a model.');
  return new Uint8Array(readFileSync(file));
}
