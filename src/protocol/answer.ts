/** What a worker answers: a value, or an error as data, because what a worker throws arrives without its remedy. */
import type { LabErrorData } from '../errors/lab-error.ts';

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: LabErrorData };
