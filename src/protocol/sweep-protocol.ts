/**
 * What the page and the sweep worker say to one another: requests through Comlink (`SweepService`), events over one
 * MessagePort. Reports and files are made by a worker of their own (`ReportService`), so that they never wait for a step.
 */
import type { LabErrorData } from '../errors/lab-error.ts';
import type { EngineReport } from '../experiment/run-record.ts';
import type { SweepProgress } from '../experiment/sweep/sweep-progress.ts';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import type { StartKind } from '../experiment/transfer/sweep-recipe.ts';
import type { CellResult } from '../experiment/sweep/cell-kind.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';
import type { TransferReport } from '../experiment/transfer/transfer-report.ts';

export type SweepEvent =
  | {
      readonly kind: 'phase';
      readonly phase: 'download' | 'verify' | 'compile';
      readonly done: number;
      readonly total: number | null;
      readonly unit: 'bytes' | 'programs';
      readonly detail: string;
    }
  | { readonly kind: 'engine'; readonly report: EngineReport }
  /** The record as it begins: with the cells that were there already. */
  | { readonly kind: 'opened'; readonly record: SweepRecord }
  | { readonly kind: 'progress'; readonly progress: SweepProgress }
  | { readonly kind: 'cell'; readonly id: string; readonly result: CellResult }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** Something broke that passes, such as the connection; it is tried again by itself. */
  | { readonly kind: 'waiting'; readonly seconds: number; readonly error: LabErrorData }
  | { readonly kind: 'recovered'; readonly detail: string }
  /** Cells can't be kept on this device; the sweep goes on in memory. */
  | { readonly kind: 'storage-problem'; readonly error: LabErrorData | null }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly error: LabErrorData };

export interface SweepService {
  connect(events: MessagePort): Promise<void>;
  /**
   * Works off the cells of `recipe` that `earlier` lacks, and keeps each under `id` before it says so. Resolves when all
   * are seen to, when stopped, or when it failed; events tell which.
   */
  start(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends after the current step; finished cells are kept, the one at work is begun anew when the sweep goes on. */
  stop(): Promise<void>;
}

export type SweepReading =
  { readonly ok: true; readonly record: SweepRecord } | { readonly ok: false; readonly error: LabErrorData };

export interface ReportService {
  report(record: SweepRecord, start: StartKind): Promise<TransferReport>;
  /** Errors come back as data: what a worker throws arrives without its remedy. */
  read(bytes: Uint8Array, file: string): Promise<SweepReading>;
  write(record: SweepRecord): Promise<Uint8Array>;
}
