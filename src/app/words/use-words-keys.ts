/** Single keys of the place beside those of its drawers. */
import { useEffect } from 'react';
import { STEP_IDS } from '../../views/words/waterfall-input.ts';
import { useLab } from '../lab-context.tsx';
import { isControl, isTyping } from '../shell/typing.ts';
import { useWordsLab } from './words-lab-context.ts';
import type { WordsLab } from './words-lab-types.ts';
import { PAUSE_KEY, SENTENCE_KEY, UNDO_KEY } from './words-keys.ts';
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
  if (key !== PAUSE_KEY) return false;
  const { status } = lab.store.getState();
  if (status === 'running') lab.pause();
  else if (status === 'paused') lab.resume();
  else return false;
  return true;
}

function focusSentence(): boolean {
  const field = document.querySelector<HTMLTextAreaElement>('.words-sentence textarea');
  field?.focus();
  field?.select();
  return field !== null;
}

export function useWordsKeys(): void {
  const { page } = useLab();
  const lab = useWordsLab();
  const view = useWordsViewStore();
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (!page.getState().preferences.shortcuts) return;
      if (event.key === PAUSE_KEY && isControl(event.target)) return;
      if (performWordsKey(event.key, lab, view)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [page, lab, view]);
}
