/** The lab of words for components, and how they read it. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { WordsDraft, WordsLab, WordsState } from './words-lab-types.ts';

export const WordsLabContext = createContext<WordsLab | null>(null);

export function useWordsLab(): WordsLab {
  const lab = useContext(WordsLabContext);
  if (lab === null) throw new Error('No lab of words around this component');
  return lab;
}

export function useWords<T>(select: (state: WordsState) => T): T {
  return useStore(useWordsLab().store, select);
}

export function useWordsDraft<T>(select: (draft: WordsDraft) => T): T {
  return useStore(useWordsLab().draft, select);
}
