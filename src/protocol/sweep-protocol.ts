/**
 * What the page and the sweep worker say to one another: requests through Comlink (`SweepService`), events over one
 * MessagePort. Reports and files are made by a worker of their own (`ReportService`), so that they never wait for a step.
 */
import type { LabErrorData } from '../errors/lab-error.ts';
import type { SweepProgress } from '../experiment/sweep/sweep-progress.ts';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import type { StartKind } from '../experiment/transfer/sweep-recipe.ts';
import type { CellResult } from '../experiment/sweep/cell-kind.ts';
import type { GatheredSweep } from '../experiment/sweep/gather-sweeps.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';
import type { TransferReport } from '../experiment/transfer/transfer-report.ts';
import type { GrowthReport } from '../experiment/progressive/growth-report.ts';
import type { VerbalizeReport } from '../experiment/verbalizer/verbalize-report.ts';
import type { GrowthForecast } from './grow-protocol.ts';
import type { JobEvent, JobService } from './job-protocol.ts';

export interface SweepTerms {
  readonly phase: 'download' | 'verify' | 'compile';
  readonly at: object;
  readonly result: object;
}

export type SweepEvent =
  | JobEvent<SweepTerms>
  /** The record as it begins: with the cells that were there already. */
  | { readonly kind: 'opened'; readonly record: SweepRecord }
  | { readonly kind: 'progress'; readonly progress: SweepProgress }
  | { readonly kind: 'cell'; readonly id: string; readonly result: CellResult };

/**
 * Started, it works off the cells of `recipe` that `earlier` lacks, and keeps each under `id` before it says so. Finished
 * cells outlive a stop; the one at work is begun anew when the sweep goes on.
 */
export type SweepService = JobService<[id: string, recipe: SweepRecipe, earlier: SweepRecord | null]> &
  GrowthForecast;

export type SweepReading =
  { readonly ok: true; readonly record: SweepRecord } | { readonly ok: false; readonly error: LabErrorData };

export interface PickedSweep {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type SweepGathering =
  | { readonly ok: true; readonly gathered: GatheredSweep }
  | { readonly ok: false; readonly error: LabErrorData };

export interface ReportService {
  report(record: SweepRecord, start: StartKind): Promise<TransferReport>;
  verbalized(record: SweepRecord): Promise<VerbalizeReport>;
  /** Of one of the sweep's tasks. */
  grown(record: SweepRecord, task: string): Promise<GrowthReport>;
  /** Errors come back as data: what a worker throws arrives without its remedy. */
  read(bytes: Uint8Array, file: string): Promise<SweepReading>;
  /** Many files as one sweep. */
  gather(files: readonly PickedSweep[]): Promise<SweepGathering>;
  write(record: SweepRecord): Promise<Uint8Array>;
}
