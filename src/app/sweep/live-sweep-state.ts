/** How events of a live sweep change what a place knows of it: status, loading, how far it is, what went wrong. Pure. */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import { waitingText, type JobStatus } from '../job/job-status.ts';

export interface LiveSweepState {
  readonly status: JobStatus;
  /** What is loaded at the moment, and how much of it, of 1. */
  readonly loading: { readonly what: string; readonly share: number | null } | null;
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly doing: string;
    readonly secondsLeft: number | null;
  } | null;
  readonly error: LabErrorData | null;
}

const LOADING: Readonly<Record<'download' | 'verify' | 'compile', string>> = {
  download: 'loading',
  verify: 'checking',
  compile: 'compiling programs',
};

/**
 * The state after `event`; cells are taken into the record elsewhere.
 * @param kept what is said of the work so far when something broke and it goes on by itself
 */
export function reduceLiveSweep<S extends LiveSweepState>(state: S, event: SweepEvent, kept: string): S {
  switch (event.kind) {
    case 'phase':
      return {
        ...state,
        loading: {
          what: `${LOADING[event.phase]} ${event.detail}`.trim(),
          share: event.total === null || event.total === 0 ? null : event.done / event.total,
        },
      };
    case 'progress': {
      const { cellsDone, cellsTotal, doing, secondsLeft } = event.progress;
      const status = state.status === 'starting' ? 'running' : state.status;
      const progress = { done: cellsDone, total: cellsTotal, doing, secondsLeft };
      return { ...state, status, loading: null, progress };
    }
    case 'paused':
      return { ...state, status: 'paused' };
    case 'resumed':
      return { ...state, status: 'running' };
    case 'waiting':
      return { ...state, loading: { what: waitingText(event), share: null } };
    case 'recovered':
      return {
        ...state,
        loading: { what: `${event.detail} The run goes on by itself; ${kept}`, share: null },
      };
    case 'storage-problem':
      return { ...state, error: event.error };
    case 'stopped':
    case 'finished':
      return { ...state, status: event.kind, loading: null, progress: null };
    case 'failed':
      return { ...state, status: 'failed', loading: null, progress: null, error: event.error };
    case 'engine':
    case 'opened':
    case 'cell':
      return state;
  }
  return event satisfies never;
}
