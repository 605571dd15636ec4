/** What can be done with a job that is under way: stop it, pause it, go on with it. */
import type { ReactNode } from 'react';
import { duration } from '../train/run-words.ts';
import type { JobStatus } from './job-status.ts';

export interface UnderWayProps {
  readonly status: JobStatus;
  /** Null while it isn't known. */
  readonly secondsLeft: number | null;
  readonly lab: { stop(): void; pause(): void; resume(): void };
}

export function UnderWay({ status, secondsLeft, lab }: UnderWayProps): ReactNode {
  return (
    <>
      <button type="button" onClick={() => lab.stop()} disabled={status === 'stopping'}>
        Stop
      </button>
      {status === 'paused' ? (
        <button type="button" className="primary" aria-keyshortcuts="Space" onClick={() => lab.resume()}>
          <span aria-hidden="true">▶</span> Go on
        </button>
      ) : (
        <button
          type="button"
          className="primary"
          aria-keyshortcuts="Space"
          disabled={status !== 'running'}
          onClick={() => lab.pause()}
        >
          <span aria-hidden="true">❚❚</span> Pause
          {secondsLeft !== null && <small>about {duration(secondsLeft)} left</small>}
        </button>
      )}
    </>
  );
}
