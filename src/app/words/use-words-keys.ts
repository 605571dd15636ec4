/** Single keys of the place beside those of its drawers. */
import { useCallback } from 'react';
import { STEP_IDS } from '../../views/words/waterfall-input.ts';
import { PAUSE_KEY, pauseOrGoOn, usePlaceKeys } from '../shell/use-place-keys.ts';
import { useWordsLab } from './words-lab-context.ts';
import type { WordsLab } from './words-lab-types.ts';
import { SENTENCE_KEY, UNDO_KEY } from './words-keys.ts';
import { turn, undo, useWordsViewStore, type WordsViewStore } from './words-view-store.ts';

/** Does what `key` stands for. @returns whether it stood for something */
export function performWordsKey(key: string, lab: WordsLab, view: WordsViewStore): boolean {
  const step = /^[1-9]$/.test(key) ? STEP_IDS.at(Number(key) - 1) : undefined;
  if (step !== undefined) {
    turn(view, step);
    return true;
  }
  if (key === UNDO_KEY) return undo(view);
  if (key === SENTENCE_KEY) return focusSentence();
  return key === PAUSE_KEY && pauseOrGoOn(lab);
}

function focusSentence(): boolean {
  const field = document.querySelector<HTMLTextAreaElement>('.words-sentence textarea');
  field?.focus();
  field?.select();
  return field !== null;
}

export function useWordsKeys(): void {
  const lab = useWordsLab();
  const view = useWordsViewStore();
  usePlaceKeys(useCallback((key) => performWordsKey(key, lab, view), [lab, view]));
}
