/** A live sweep of a place as one of the page's jobs. Its worker keeps each cell at once, so that nothing waits here. */
import type { StoreApi } from 'zustand/vanilla';
import type { Job } from '../job/jobs.ts';
import { isActive, isComputing, type JobStatus } from '../job/job-status.ts';

/** @param name what people call it */
export function keptSweepJob(
  name: string,
  { store }: { readonly store: Pick<StoreApi<{ readonly status: JobStatus }>, 'getState' | 'subscribe'> },
): Job {
  return {
    name,
    state() {
      const { status } = store.getState();
      return {
        isUnderWay: isActive(status),
        isStarting: status === 'starting',
        isComputing: isComputing(status),
        hasUnsaved: false,
      };
    },
    subscribe: (changed) => void store.subscribe(changed),
    saveAgain: () => Promise.resolve(),
    saveAll: () => Promise.resolve(),
  };
}
