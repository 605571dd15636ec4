/** Offers the tour to a first visitor, who looks at the recorded run and does nothing for a while. */
import { useEffect } from 'react';
import { isActive } from '../job/job-status.ts';
import { useLab, usePage, useRun } from '../lab-context.tsx';
import type { Place } from '../places/place-types.ts';
import { endTour, offerTour } from './tour-store.ts';

const WAIT_MS = 3000;

export function useFirstTour(place: Place): void {
  const lab = useLab();
  const isNew = usePage(({ preferences }) => preferences.tour === 'new');
  const isRecorded = useRun(({ origin, status }) => origin === 'recorded' && !isActive(status));
  const isDue = isNew && isRecorded && place.id === 'train' && !navigator.webdriver;
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => {
      stopListening();
      offerTour(lab);
    }, WAIT_MS);
    // Who begins without it needs none; it stays under `?`.
    const passOver = (): void => endTour(lab);
    const stopListening = (): void => {
      window.removeEventListener('pointerdown', passOver, true);
      window.removeEventListener('keydown', passOver, true);
    };
    window.addEventListener('pointerdown', passOver, true);
    window.addEventListener('keydown', passOver, true);
    return () => {
      clearTimeout(timer);
      stopListening();
    };
  }, [lab, isDue]);
}
