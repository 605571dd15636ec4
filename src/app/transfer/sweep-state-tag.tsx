/** In the bar: where the sweep shown comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import type { SweepState as Sweep } from '../sweep/sweep-state.ts';
import { STATUS_WORDS, StateTag } from '../shell/state-tag.tsx';

const ORIGIN_WORDS: Readonly<Record<Sweep['origin'], string>> = {
  none: 'no sweep yet',
  recorded: 'recorded sweep',
  published: 'published matrix',
  saved: 'from an earlier visit',
  file: 'from a file',
  live: 'live',
};

export function SweepState(): ReactNode {
  const origin = useSweep((state) => state.origin);
  const status = useSweep((state) => state.status);
  const statusWords = status === 'idle' ? '' : STATUS_WORDS[status];
  const shipped = origin === 'recorded' || origin === 'published';
  const words = isActive(status)
    ? statusWords
    : [ORIGIN_WORDS[origin], statusWords].filter((text) => text !== '').join(' · ');
  return <StateTag status={shipped ? 'recorded' : status} isActive={isActive(status)} words={words} />;
}
