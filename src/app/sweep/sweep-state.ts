/** What the page knows of the sweep it shows, and how the worker's events change it. Pure. */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { EngineReport } from '../../experiment/run-record.ts';
import type { StartKind, TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import { transferRecord, type TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import type { SweepProgress } from '../../experiment/sweep/sweep-progress.ts';
import type { SweepHead } from '../../storage/saved-sweeps.ts';
import type { LossPoint } from '../../views/transfer/training-lines.ts';
import { waitingText, type JobStatus } from '../job/job-status.ts';

/** Where the sweep shown comes from. `published`: the paper's own matrices, of which there is only a report. */
export type SweepOrigin = 'none' | 'recorded' | 'published' | 'saved' | 'file' | 'live';

export interface SweepState {
  readonly origin: SweepOrigin;
  /** Names the entry in the list of sweeps to choose from. */
  readonly choice: string;
  /** Under which the cells are kept on this device; null for what is only looked at. */
  readonly id: string | null;
  readonly status: JobStatus;
  readonly recipe: TransferSweep | null;
  readonly record: TransferRecord | null;
  readonly report: TransferReport | null;
  /** Which prompts the report is about, where the sweep has both. */
  readonly start: StartKind;
  readonly engine: EngineReport | null;
  readonly phase: Extract<SweepEvent, { kind: 'phase' }> | null;
  readonly progress: SweepProgress | null;
  /** Loss on training rows of the prompt that is being trained, as far as it has come. */
  readonly lossesNow: readonly LossPoint[];
  readonly error: LabErrorData | null;
  /** What passes by itself: waiting for the network until it is there, a recovery until the next cell. */
  readonly notice: { readonly kind: 'waiting' | 'recovered'; readonly text: string } | null;
  /** What became of each of the files that the sweep shown was joined from, in words; empty for any other. */
  readonly notes: readonly string[];
  readonly storageProblem: LabErrorData | null;
  /** Whether cells wait in memory to be kept on this device. */
  readonly hasUnsaved: boolean;
  readonly saved: readonly SweepHead[];
}

export const EMPTY_SWEEP: SweepState = {
  origin: 'none',
  choice: '',
  id: null,
  status: 'idle',
  recipe: null,
  record: null,
  report: null,
  start: 'shared',
  engine: null,
  phase: null,
  progress: null,
  lossesNow: [],
  error: null,
  notice: null,
  notes: [],
  storageProblem: null,
  hasUnsaved: false,
  saved: [],
};

const afterWaiting = ({ notice }: SweepState): SweepState['notice'] =>
  notice?.kind === 'waiting' ? null : notice;

/** The losses of another cell are another prompt's. */
function lossesAfter({ progress, lossesNow }: SweepState, next: SweepProgress): readonly LossPoint[] {
  const before = progress?.cell === next.cell ? lossesNow : [];
  return next.loss === undefined ? before : [...before, { step: next.done, loss: next.loss }];
}

/** The state after `event`. */
export function reduceSweepEvent(state: SweepState, event: SweepEvent): SweepState {
  switch (event.kind) {
    case 'phase':
      return { ...state, phase: event };
    case 'engine':
      return { ...state, engine: event.report };
    case 'opened':
      return { ...state, record: transferRecord(event.record), notice: afterWaiting(state) };
    case 'progress': {
      const running = state.status === 'starting' ? 'running' : state.status;
      const notice = afterWaiting(state);
      const lossesNow = lossesAfter(state, event.progress);
      return { ...state, status: running, progress: event.progress, lossesNow, phase: null, notice };
    }
    case 'cell':
      return state.record === null
        ? state
        : {
            ...state,
            notice: null,
            record: { ...state.record, cells: { ...state.record.cells, [event.id]: event.result } },
          };
    case 'paused':
      return { ...state, status: 'paused' };
    case 'resumed':
      return { ...state, status: 'running' };
    case 'waiting':
      return {
        ...state,
        notice: { kind: 'waiting', text: waitingText(event) },
      };
    case 'recovered':
      return {
        ...state,
        notice: {
          kind: 'recovered',
          text: `${event.detail} The sweep goes on by itself; finished cells are kept.`,
        },
      };
    case 'storage-problem':
      return { ...state, storageProblem: event.error, hasUnsaved: event.error !== null };
    case 'stopped':
      return { ...state, status: 'stopped', phase: null, notice: null };
    case 'finished':
      return { ...state, status: 'finished', phase: null, notice: null };
    case 'failed':
      return { ...state, status: 'failed', phase: null, notice: null, error: event.error };
  }
  return event satisfies never;
}

/** What the live region says of an event; steps and cells are silent. */
export function sweepAnnouncement(event: SweepEvent): string | null {
  switch (event.kind) {
    case 'opened':
      return 'The sweep begins.';
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'The sweep goes on.';
    case 'waiting':
      return 'Waiting for the network.';
    case 'recovered':
      return 'Something broke; the sweep goes on by itself.';
    case 'stopped':
      return 'Stopped; finished cells are kept.';
    case 'finished':
      return 'The sweep is finished.';
    case 'failed':
      return `The sweep failed. ${event.error.message}`;
    case 'phase':
    case 'engine':
    case 'progress':
    case 'cell':
    case 'storage-problem':
      return null;
  }
  return event satisfies never;
}
