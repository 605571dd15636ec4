/** In the bar: where the run that a place shows comes from, and whether one is under way. */
import type { ReactNode } from 'react';
import { isActive, type JobStatus } from '../job/job-status.ts';
import { STATUS_WORDS, StateTag } from './state-tag.tsx';

const ORIGIN_WORDS = {
  none: 'no run yet',
  recorded: 'recorded run',
  file: 'from a file',
  live: 'live',
} as const;

export interface RunTagProps {
  readonly origin: keyof typeof ORIGIN_WORDS;
  readonly status: JobStatus;
  /** What running is called here. */
  readonly running?: string;
}

export function RunTag({ origin, status, running = STATUS_WORDS.running }: RunTagProps): ReactNode {
  const statusWords = status === 'idle' ? '' : status === 'running' ? running : STATUS_WORDS[status];
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
