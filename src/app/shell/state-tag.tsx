/** A place's state in the bar: a ring for what was recorded or kept, a dot for what is computed now. */
import type { ReactNode } from 'react';
import type { JobStatus } from '../job/job-status.ts';

/** How each status of a job is said; before anything was begun a place has words of its own. */
export const STATUS_WORDS: Readonly<Record<Exclude<JobStatus, 'idle'>, string>> = {
  starting: 'starting',
  running: 'training on this device',
  paused: 'paused',
  stopping: 'stopping',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};

export interface StateTagProps {
  readonly status: JobStatus | 'recorded';
  readonly isActive: boolean;
  readonly words: string;
}

export function StateTag({ status, isActive, words }: StateTagProps): ReactNode {
  return (
    <p className={`tag tag-${status}`}>
      <span aria-hidden="true">{isActive ? '●' : '○'}</span> {words}
    </p>
  );
}
