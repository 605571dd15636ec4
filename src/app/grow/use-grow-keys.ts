/** Single keys of the place beside those of its drawers and of the handles. */
import { useEffect } from 'react';
import { useLab } from '../lab-context.tsx';
import { isControl, isTyping } from '../shell/typing.ts';
import { useGrowLab } from './grow-lab-context.ts';
import { AXIS_KEY, PAUSE_KEY } from './grow-keys.ts';
import type { GrowLab } from './grow-lab-types.ts';
import { turnAxis, useGrowViewStore, type GrowViewStore } from './grow-view-store.ts';

/** Does what `key` stands for. @returns whether it stood for something */
export function performGrowKey(
  key: string,
  lab: Pick<GrowLab, 'store' | 'pause' | 'resume'>,
  view: GrowViewStore,
): boolean {
  if (key === AXIS_KEY) {
    turnAxis(view);
    return true;
  }
  if (key !== PAUSE_KEY) return false;
  const { status } = lab.store.getState();
  if (status === 'running') lab.pause();
  else if (status === 'paused') lab.resume();
  else return false;
  return true;
}

export function useGrowKeys(): void {
  const { page } = useLab();
  const lab = useGrowLab();
  const view = useGrowViewStore();
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (!page.getState().preferences.shortcuts) return;
      if (event.key === PAUSE_KEY && isControl(event.target)) return;
      if (performGrowKey(event.key, lab, view)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [page, lab, view]);
}
