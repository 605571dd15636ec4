/** Single keys of the place beside those of its drawers and of the handles. */
import { useCallback } from 'react';
import { PAUSE_KEY, pauseOrGoOn, usePlaceKeys } from '../shell/use-place-keys.ts';
import { useGrowLab } from './grow-lab-context.ts';
import { AXIS_KEY } from './grow-keys.ts';
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
  return key === PAUSE_KEY && pauseOrGoOn(lab);
}

export function useGrowKeys(): void {
  const lab = useGrowLab();
  const view = useGrowViewStore();
  usePlaceKeys(useCallback((key) => performGrowKey(key, lab, view), [lab, view]));
}
