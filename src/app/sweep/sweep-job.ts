/** The sweep as one of the page's jobs. */
import type { JobState, Job } from '../job/jobs.ts';
import { isActive, isComputing } from '../job/job-status.ts';
import type { SweepLab } from './sweep-lab.ts';
import type { SweepState } from './sweep-state.ts';

export function sweepJobState({ status, hasUnsaved }: Pick<SweepState, 'status' | 'hasUnsaved'>): JobState {
  return {
    isUnderWay: isActive(status),
    isStarting: status === 'starting',
    isComputing: isComputing(status),
    hasUnsaved,
  };
}

export function sweepJob(sweeps: SweepLab): Job {
  return {
    name: 'sweep',
    state: () => sweepJobState(sweeps.store.getState()),
    subscribe: (changed) => void sweeps.store.subscribe(changed),
    saveAgain: () => sweeps.saveAgain(),
    saveAll: () => sweeps.saveAll(),
  };
}
