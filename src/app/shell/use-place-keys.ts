/** Single keys of a place: heard while they are switched on, and nobody is typing. */
import { useEffect } from 'react';
import type { JobStatus } from '../job/job-status.ts';
import { useLab } from '../lab-context.tsx';
import { isControl, isTyping } from './typing.ts';

/** Pauses what is computed, and goes on with it. On a button or a box it is that one's own. */
export const PAUSE_KEY = ' ';

/** Figures that are one tab stop: space locks what they point at. */
const isFigure = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="application"]') !== null;

/** @param perform does what a key stands for, and says whether it stood for something; stable between renderings */
export function usePlaceKeys(perform: (key: string) => boolean): void {
  const { page } = useLab();
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (!page.getState().preferences.shortcuts) return;
      if (event.key === PAUSE_KEY && (isControl(event.target) || isFigure(event.target))) return;
      if (perform(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [page, perform]);
}

interface Pausable {
  readonly store: { getState(): { readonly status: JobStatus } };
  pause(): void;
  resume(): void;
}

/** @returns whether there was something to pause or to go on with */
export function pauseOrGoOn(lab: Pausable): boolean {
  const { status } = lab.store.getState();
  if (status === 'running') lab.pause();
  else if (status === 'paused') lab.resume();
  else return false;
  return true;
}
