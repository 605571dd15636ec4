/**
 * Talk mode: the page as it is shown to a room. It is a state of the document, whose root element carries it for the
 * style sheet, and of the address, so that a speaker's bookmark opens in it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PartName } from '../frame/parts.ts';
import { readTalkLink, writeTalkLink } from './talk-link.ts';

export interface TalkState {
  readonly on: boolean;
  /** The screen is black, until a key or the pointer is pressed. */
  readonly blank: boolean;
  /** What is hidden until it is asked for, in the order of `?hide=`; in and out of talk mode. */
  readonly hidden: readonly PartName[];
  /** What `?hide=` names that is no part, until it was read. */
  readonly unknown: readonly string[];
}

export const talkStore = createStore<TalkState>(() => ({
  on: false,
  blank: false,
  hidden: [],
  unknown: [],
}));

export function useTalk<T>(select: (state: TalkState) => T): T {
  return useStore(talkStore, select);
}

/** Follows the address once, before the first paint, and is followed by it and by the document from then on. */
export function openTalk(): void {
  talkStore.subscribe(({ on, hidden }) => {
    const { dataset } = document.documentElement;
    if (on) dataset['talk'] = '';
    else delete dataset['talk'];
    if (hidden.length > 0) dataset['hide'] = hidden.join(' ');
    else delete dataset['hide'];
    const search = writeTalkLink(location.search, on);
    if (search !== location.search)
      history.replaceState(null, '', `${location.pathname}${search}${location.hash}`);
  });
  const { on, hide, unknown } = readTalkLink(location.search);
  talkStore.setState({ on, hidden: hide, unknown });
}

export function setTalk(on: boolean): void {
  talkStore.setState({ on, blank: false });
}

export function setBlank(blank: boolean): void {
  talkStore.setState({ blank });
}

export function reveal(name: PartName): void {
  talkStore.setState(({ hidden }) => ({ hidden: hidden.filter((other) => other !== name) }));
}

/** Shows the first hidden part of those that are in the place, and says which; null where there is none. */
export function revealNext(isHere: (name: PartName) => boolean): PartName | null {
  const next = talkStore.getState().hidden.find(isHere);
  if (next === undefined) return null;
  reveal(next);
  return next;
}
