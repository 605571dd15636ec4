/** What a visitor does with the words: which steps are on, which words are taken out or back, what is pointed at. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { NOTHING_TAKEN, type TakenWords } from '../../experiment/verbalizer/judge-rows.ts';
import type { StepId } from '../../views/words/waterfall-input.ts';
import { ALL_ON, type Switches } from './step-switches.ts';

export interface WordsView {
  readonly switches: Switches;
  /** Of which words `history` is: those of another run have other columns. */
  readonly words: string;
  /** What was taken, step by step; the last one counts. */
  readonly history: readonly TakenWords[];
  /** Column of the word under the pointer or with the focus. */
  readonly pointed: number | null;
  /** The class all of whose words are shown. */
  readonly openClass: number | null;
}

export type WordsViewStore = StoreApi<WordsView>;

export const createWordsView = (): WordsViewStore =>
  createStore<WordsView>(() => ({
    switches: ALL_ON,
    words: '',
    history: [],
    pointed: null,
    openClass: null,
  }));

export const WordsViewContext = createContext<WordsViewStore | null>(null);

export function useWordsViewStore(): WordsViewStore {
  const store = useContext(WordsViewContext);
  if (store === null) throw new Error('No view of words around this component');
  return store;
}

export function useWordsView<T>(select: (view: WordsView) => T): T {
  return useStore(useWordsViewStore(), select);
}

/** What is taken of the words called `words`. */
export const takenOf = (view: WordsView, words: string): TakenWords =>
  (view.words === words ? view.history.at(-1) : undefined) ?? NOTHING_TAKEN;

/** Takes columns out that count, or takes them back. */
export function take(
  store: WordsViewStore,
  words: string,
  columns: readonly number[],
  way: 'out' | 'back',
): void {
  const view = store.getState();
  const before = takenOf(view, words);
  const out = new Set(before.out);
  const back = new Set(before.back);
  for (const column of columns) {
    if (way === 'out') {
      // What was only there because it was taken back goes again by itself.
      if (!back.delete(column)) out.add(column);
    } else if (!out.delete(column)) back.add(column);
  }
  const history = view.words === words ? view.history : [];
  store.setState({ words, history: [...history, { out, back }] });
}

/** Undoes the last taking. @returns whether there was one */
export function undo(store: WordsViewStore): boolean {
  const { history } = store.getState();
  if (history.length === 0) return false;
  store.setState({ history: history.slice(0, -1) });
  return true;
}

/** Turns a step; the first one leaves it alone, and brings all others back when it is alone. */
export function turn(store: WordsViewStore, id: StepId): void {
  const { switches } = store.getState();
  if (id !== 'oneWord') {
    store.setState({ switches: { ...switches, [id]: !switches[id] } });
    return;
  }
  const isAny = switches.calibrated || switches.moreWords || switches.refined;
  store.setState({ switches: { ...switches, calibrated: !isAny, moreWords: !isAny, refined: !isAny } });
}
