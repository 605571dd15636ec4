/** In the bar: where the run shown comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { useRun } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import type { RunState } from '../run/run-state.ts';
import { STATUS_WORDS, StateTag } from '../shell/state-tag.tsx';

const ORIGIN_WORDS: Partial<Record<RunState['origin'], string>> = {
  restored: ' · from your last visit',
  opened: ' · opened from the library',
};

export function TrainState(): ReactNode {
  const origin = useRun((state) => state.origin);
  const status = useRun((state) => state.status);
  const statusWords = status === 'idle' ? 'no run yet' : STATUS_WORDS[status];
  if (origin === 'recorded') return <StateTag status="recorded" isActive={false} words="recorded run" />;
  const words = `${statusWords}${ORIGIN_WORDS[origin] ?? ''}`;
  return <StateTag status={status} isActive={isActive(status)} words={words} />;
}
