/** In the bar: where the sweep shown comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import type { SweepState as Sweep } from '../sweep/sweep-state.ts';
import { StateTag } from '../shell/state-tag.tsx';

const ORIGIN_WORDS: Readonly<Record<Sweep['origin'], string>> = {
  none: 'no sweep yet',
  recorded: 'recorded sweep',
  published: 'published matrix',
  saved: 'from an earlier visit',
  file: 'from a file',
  live: 'live',
};

const STATUS_WORDS: Readonly<Record<Sweep['status'], string>> = {
  idle: '',
  starting: 'starting',
  running: 'training on this device',
  paused: 'paused',
  stopping: 'stopping',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};

export function SweepState(): ReactNode {
  const origin = useSweep((state) => state.origin);
  const status = useSweep((state) => state.status);
  const shipped = origin === 'recorded' || origin === 'published';
  const words = isActive(status)
    ? STATUS_WORDS[status]
    : [ORIGIN_WORDS[origin], STATUS_WORDS[status]].filter((text) => text !== '').join(' · ');
  return <StateTag status={shipped ? 'recorded' : status} isActive={isActive(status)} words={words} />;
}
