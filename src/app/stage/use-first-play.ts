/** A first visit sees the recorded run once from its first step to its last. */
import { useEffect } from 'react';
import { useLab, usePage, useRun } from '../lab-context.tsx';
import { playStage } from './play-stage.ts';

export function useFirstPlay(): void {
  const lab = useLab();
  const isNew = usePage(({ preferences }) => preferences.tour === 'new');
  const isRecorded = useRun(({ origin, stage }) => origin === 'recorded' && stage !== null);
  const isDue = isNew && isRecorded && !navigator.webdriver;
  useEffect(() => (isDue ? playStage(lab) : undefined), [lab, isDue]);
}
