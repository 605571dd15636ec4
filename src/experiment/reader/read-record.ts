/** What a sweep of readers leaves behind. */
import { LabError } from '../../errors/lab-error.ts';
import type { SweepHeader, SweepRecord } from '../sweep/sweep-record.ts';
import { readKind } from './read-kind.ts';
import type { ReadSweep } from './read-recipe.ts';

/** A test question, as far as its answers are to be read. */
export interface AskedItem {
  readonly id: string;
  /** None where an answer is a place in the text. */
  readonly candidates: readonly string[];
  readonly answer: string;
}

/** What was read. */
export interface ReadSet {
  readonly kind: 'choice' | 'span';
  /** Items of each split that are used, and those that nothing can be learnt from. */
  readonly train: number;
  readonly dev: number;
  readonly test: number;
  readonly skipped: number;
  readonly sha256: string | null;
  /** Numbers of the reader. */
  readonly parameters: number;
  readonly items: readonly AskedItem[];
}

export interface ReadHeader extends SweepHeader {
  readonly reading: ReadSet;
}

export type ReadRecord = SweepRecord<ReadSweep> & ReadHeader;

const isRead = (record: SweepRecord): record is ReadRecord => record.recipe.method === readKind.kind;

/** @throws LabError `file` for the record of another experiment */
export function readRecord(record: SweepRecord): ReadRecord {
  if (isRead(record)) return record;
  throw new LabError({
    code: 'file',
    message: 'This sweep is none of readers.',
    remedy: 'Open it where sweeps of its kind are shown.',
    where: 'recipe',
  });
}
