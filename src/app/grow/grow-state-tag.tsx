/** In the bar: where the growing run comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { isActive } from '../job/job-status.ts';
import { STATUS_WORDS, StateTag } from '../shell/state-tag.tsx';
import { useGrow } from './grow-lab-context.ts';
import type { GrowState } from './grow-lab-types.ts';

const ORIGIN_WORDS: Readonly<Record<GrowState['origin'], string>> = {
  none: 'no run yet',
  recorded: 'recorded run',
  file: 'from a file',
  live: 'live',
};

export function GrowStateTag(): ReactNode {
  const origin = useGrow((state) => state.origin);
  const status = useGrow((state) => state.status);
  const statusWords = status === 'idle' ? '' : STATUS_WORDS[status];
  const words = isActive(status)
    ? statusWords
    : [ORIGIN_WORDS[origin], statusWords].filter((text) => text !== '').join(' · ');
  return (
    <StateTag
      status={origin === 'recorded' ? 'recorded' : status}
      isActive={isActive(status)}
      words={words}
    />
  );
}
