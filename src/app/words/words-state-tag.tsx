/** In the bar: where the run of words comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { isActive } from '../job/job-status.ts';
import { STATUS_WORDS, StateTag } from '../shell/state-tag.tsx';
import { useWords } from './words-lab-context.ts';
import type { WordsState as State } from './words-lab-types.ts';

const ORIGIN_WORDS: Readonly<Record<State['origin'], string>> = {
  none: 'no run yet',
  recorded: 'recorded run',
  file: 'from a file',
  live: 'live',
};

export function WordsStateTag(): ReactNode {
  const origin = useWords((state) => state.origin);
  const status = useWords((state) => state.status);
  const statusWords =
    status === 'idle' ? '' : status === 'running' ? 'sorting on this device' : STATUS_WORDS[status];
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
