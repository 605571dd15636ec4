/** The run as one of the page's jobs. */
import type { StoreApi } from 'zustand/vanilla';
import type { JobState, Job } from '../job/jobs.ts';
import { isActive, isComputing } from '../job/job-status.ts';
import type { PageStore } from './page-store.ts';
import type { RunState } from './run-state.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** A paused run that was only restored would come back as it is. */
export function runJobState(
  { origin, status }: Pick<RunState, 'origin' | 'status'>,
  hasUnsaved: boolean,
): JobState {
  const isLive = origin === 'live';
  return {
    isUnderWay: isLive && isActive(status),
    isStarting: status === 'starting',
    isComputing: isLive && isComputing(status),
    hasUnsaved,
  };
}

export interface RunJobParts {
  readonly run: StoreApi<RunState>;
  readonly page: PageStore;
  readonly keeper: SessionKeeper;
  /** Keeps the run shown, and its checkpoint where it has one. */
  readonly saveAll: () => Promise<void>;
}

export function runJob({ run, page, keeper, saveAll }: RunJobParts): Job {
  return {
    name: 'run',
    state: () => runJobState(run.getState(), keeper.hasUnsaved),
    subscribe(changed) {
      run.subscribe(changed);
      // What can't be saved is told there.
      page.subscribe(changed);
    },
    saveAgain: () => keeper.retry(),
    saveAll,
  };
}
