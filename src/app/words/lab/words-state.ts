/** How the place Words begins, and how events of a live run change what is known. Pure. */
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { DEFAULT_SEEDS, DEFAULT_SUPPORT } from '../../../experiment/verbalizer/default-verbalize.ts';
import { waitingText } from '../../job/job-status.ts';
import type { WordsDraft, WordsState } from '../words-lab-types.ts';

export const EMPTY_WORDS: WordsState = {
  origin: 'none',
  status: 'idle',
  shown: null,
  logits: null,
  loading: null,
  progress: null,
  error: null,
  sentence: { kind: 'row', row: 0 },
  recorded: [],
  expansion: { kind: 'none' },
  wordLists: [],
};

export const FIRST_DRAFT: Omit<WordsDraft, 'plm' | 'task' | 'templates' | 'words'> = {
  support: String(DEFAULT_SUPPORT),
  seeds: DEFAULT_SEEDS.join(','),
  rows: '500',
  frequencyCut: '',
  handling: 'mean',
  oneToken: true,
};

const LOADING: Readonly<Record<'download' | 'verify' | 'compile', string>> = {
  download: 'loading',
  verify: 'checking',
  compile: 'compiling programs',
};

/** The status and what is said; cells are taken into the record elsewhere. */
export function reduceWordsEvent(state: WordsState, event: SweepEvent): WordsState {
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
        loading: { what: `${event.detail} The run goes on by itself; what is sorted is kept.`, share: null },
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

/** What the live region says of an event. */
export function wordsAnnouncement(event: SweepEvent): string | null {
  switch (event.kind) {
    case 'opened':
      return 'Sorting begins.';
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'Sorting goes on.';
    case 'stopped':
      return 'Stopped; what was sorted is kept.';
    case 'finished':
      return 'All rows are sorted.';
    case 'failed':
      return `Sorting failed. ${event.error.message}`;
    case 'waiting':
    case 'recovered':
    case 'phase':
    case 'engine':
    case 'progress':
    case 'cell':
    case 'storage-problem':
      return null;
  }
  return event satisfies never;
}
