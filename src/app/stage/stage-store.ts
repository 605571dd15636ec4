/** How the stage is set: which sentence, which step, with or without the soft prompt; and what was read of one's own. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OwnText, PromptedSentence, StageOpening } from '../../experiment/stage-trace.ts';
import type { StripMode } from '../../views/stage/strip-cells.ts';

/** One's own sentence as it was read last, and at which steps before. */
export interface OwnReading {
  readonly text: OwnText;
  readonly opening: StageOpening;
  readonly readings: readonly { readonly step: number; readonly prompted: PromptedSentence }[];
}

export type Reading =
  | { readonly kind: 'none' }
  /** The PLM reads, or is loaded to read. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly why: string };

export interface StageState {
  /** The step that is looked back at; null follows the newest. */
  readonly step: number | null;
  readonly mode: StripMode;
  /** Which of the run's sentences. */
  readonly sample: number;
  /** A text of one's own in its place. */
  readonly typed: OwnText | null;
  readonly own: OwnReading | null;
  readonly reading: Reading;
  readonly hoverCell: { readonly layer: number; readonly cell: number } | null;
}

export type StageStore = StoreApi<StageState>;

export function createStageStore(): StageStore {
  return createStore<StageState>(() => ({
    step: null,
    mode: 'with',
    sample: 0,
    typed: null,
    own: null,
    reading: { kind: 'none' },
    hoverCell: null,
  }));
}
