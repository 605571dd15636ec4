/** A growing run as one of the page's jobs. Its worker keeps each cell at once, so that nothing waits here. */
import { isActive, isComputing } from '../../job/job-status.ts';
import type { Job } from '../../job/jobs.ts';
import type { GrowLab } from '../grow-lab-types.ts';

export function growJob({ store }: Pick<GrowLab, 'store'>): Job {
  return {
    name: 'growing run',
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
