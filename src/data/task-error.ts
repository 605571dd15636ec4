import { LabError } from '../errors/lab-error.ts';

/** A `task` error that names the file and, where there is one, the line and field. */
export function taskError(
  file: string,
  message: string,
  remedy: string,
  place: { readonly line?: number; readonly cause?: unknown } = {},
): LabError {
  const where = place.line === undefined ? file : `${file}, line ${place.line}`;
  const options = place.cause === undefined ? undefined : { cause: place.cause };
  return new LabError({ code: 'task', message: `${where}: ${message}`, remedy, where }, options);
}
