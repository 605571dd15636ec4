/** Whether the tour is open. Anybody may start it: the first visit, the list of keys, an address with `?tour`. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isActive } from '../job/job-status.ts';
import type { Lab } from '../lab.ts';
import { changePreferences } from '../shell/preferences-store.ts';
import { talkStore } from '../talk/talk-store.ts';

export interface TourState {
  readonly isOpen: boolean;
}

export const tourStore = createStore<TourState>(() => ({ isOpen: false }));

export function useTour<T>(select: (state: TourState) => T): T {
  return useStore(tourStore, select);
}

/** Opens it whatever was before; `offerTour` is for what nobody asked for. */
export function startTour(): void {
  tourStore.setState({ isOpen: true });
}

/** Opens it for a first visitor, unless something is under way or the page is shown to others. */
export function offerTour(lab: Lab): void {
  const { on, hidden } = talkStore.getState();
  const isBusy = isActive(lab.run.getState().status) || on || hidden.length > 0;
  if (lab.page.getState().preferences.tour === 'new' && !navigator.webdriver && !isBusy) startTour();
}

/** It won't open by itself any more: it was ended, skipped, or the visitor began without it. */
export function endTour(lab: Lab): void {
  tourStore.setState({ isOpen: false });
  if (lab.page.getState().preferences.tour === 'new') changePreferences(lab.page, { tour: 'done' });
}

const TOUR_PARAMETER = 'tour';

/** An address with `?tour` asks for it, once: it is taken out, so that a reload doesn't begin again. */
export function openTour(): void {
  const parameters = new URLSearchParams(location.search);
  if (!parameters.has(TOUR_PARAMETER)) return;
  parameters.delete(TOUR_PARAMETER);
  const rest = parameters.toString();
  history.replaceState(null, '', `${location.pathname}${rest === '' ? '' : `?${rest}`}${location.hash}`);
  startTour();
}
