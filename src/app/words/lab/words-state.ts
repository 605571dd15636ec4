/** How the place Words begins, and how events of a live run change what is known. Pure. */
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { DEFAULT_SEEDS, DEFAULT_SUPPORT } from '../../../experiment/verbalizer/default-verbalize.ts';
import { reduceLiveSweep } from '../../sweep/live-sweep-state.ts';
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

/** The status and what is said; cells are taken into the record elsewhere. */
export const reduceWordsEvent = (state: WordsState, event: SweepEvent): WordsState =>
  reduceLiveSweep(state, event, 'what is sorted is kept.');

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
