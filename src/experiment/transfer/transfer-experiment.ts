/** The experiment of Su et al. 2022: a prompt a task, every prompt on every task, and what is asked of the prompts beyond. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { Float32Schema } from '../number-codec.ts';
import type { Experiment } from '../sweep/experiment.ts';
import { same } from '../sweep/same.ts';
import { sweepName } from '../sweep/sweep-recipe.ts';
import type { SweepHeader, SweepRecord } from '../sweep/sweep-record.ts';
import { TRANSFER_CELLS } from './cells/index.ts';
import type { TransferSweep } from './sweep-recipe.ts';
import { parseTransferSweep } from './sweep-schema.ts';

export const transferExperiment: Experiment<TransferSweep> = {
  kind: 'transfer',
  version: 1,
  parse: parseTransferSweep,
  name: sweepName,
  cells: TRANSFER_CELLS,
  header: { initialPrompts: v.record(v.string(), Float32Schema) },
  alike: (now, then) =>
    same(now.training, then.training) &&
    now.devRows === then.devRows &&
    now.testRows === then.testRows &&
    now.probeRows === then.probeRows,
};

export interface TransferHeader extends SweepHeader {
  /** By seed, the prompt that all tasks start from, [length × width]; empty where tasks start from their own words. */
  readonly initialPrompts: Readonly<Record<string, Float32Array>>;
}

export type TransferRecord = SweepRecord<TransferSweep> & TransferHeader;

/** Whether a record is of this experiment, as its recipe says; what reads records has checked the rest by its schema. */
const isTransfer = (record: SweepRecord): record is TransferRecord =>
  record.recipe.kind === transferExperiment.kind;

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
