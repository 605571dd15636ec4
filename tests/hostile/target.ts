/** A reader of outside bytes, as the hostile inputs meet it. */
import type fc from 'fast-check';

export interface Target {
  readonly name: string;
  /** Valid files, damaged. */
  readonly inputs: fc.Arbitrary<Uint8Array>;
  /** Reads the input; a result that isn't right throws as a failed check. `REFUSED` stands for a typed error. */
  read(bytes: Uint8Array): unknown;
  /** Whether every input has a result, as text for a figure has. */
  readonly neverRefuses?: boolean;
  /** Bytes that a reading may allocate beyond four times its input; a mebibyte where it isn't given. */
  readonly allowance?: number;
}

/** What a reader of links gives where others throw: the page goes on without the link. */
export const REFUSED = Symbol('refused');

/** Throws where a reader gave back something that isn't right. */
export function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`wrong result: ${what}`);
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
