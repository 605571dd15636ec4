/** A place's state in the bar: a ring for what was recorded or kept, a dot for what is computed now. */
import type { ReactNode } from 'react';
import type { JobStatus } from '../job/job-status.ts';

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
