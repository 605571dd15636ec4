/** What a transfer sweep leaves behind. */
import { LabError } from '../../errors/lab-error.ts';
import type { SweepHeader, SweepRecord } from '../sweep/sweep-record.ts';
import type { TransferSweep } from './sweep-recipe.ts';
import { transferRecipe } from './transfer-recipe.ts';

export interface TransferHeader extends SweepHeader {
  /** By seed, the prompt that all tasks start from, [length × width]; empty where tasks start from their own words. */
  readonly initialPrompts: Readonly<Record<string, Float32Array>>;
}

export type TransferRecord = SweepRecord<TransferSweep> & TransferHeader;

/** Whether a record is of this experiment, as its recipe says; what reads records has checked the rest by its schema. */
const isTransfer = (record: SweepRecord): record is TransferRecord =>
  record.recipe.kind === transferRecipe.kind;

/** @throws LabError `file` for the record of another experiment */
export function transferRecord(record: SweepRecord): TransferRecord {
  if (isTransfer(record)) return record;
  throw new LabError({
    code: 'file',
    message: 'This sweep is none of transfers.',
    remedy: 'Open it where sweeps of its kind are shown.',
    where: 'recipe',
  });
}
