/** Which experiment the sweep of a file is of, before anything else of it is looked at. */
import { strFromU8 } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { readZipEntry } from './zip-entry.ts';

export const SWEEP_ENTRY = 'sweep.json';

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null;

/** What the recipe calls it; null where it says nothing. @throws LabError `file` for what can't be read */
export function experimentInFile(bytes: Uint8Array, file: string): string | null {
  const refuse = (what: string, cause?: unknown): LabError =>
    new LabError(
      {
        code: 'file',
        message: `${file} ${what}.`,
        remedy: 'Give an experiment file (.plab) that the command line or the page wrote.',
        where: file,
      },
      { cause },
    );
  const text = strFromU8(readZipEntry(bytes, SWEEP_ENTRY, refuse));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(`holds a damaged ${SWEEP_ENTRY}`, cause);
  }
  const recipe = field(value, 'recipe');
  const name = field(recipe, 'method') ?? field(recipe, 'kind');
  return typeof name === 'string' ? name : null;
}
