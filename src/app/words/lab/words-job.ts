/** A live run of words as one of the page's jobs. Its worker keeps each cell at once, so that nothing waits here. */
import type { Job } from '../../job/jobs.ts';
import { isActive, isComputing } from '../../job/job-status.ts';
import type { WordsLab } from '../words-lab-types.ts';

export function wordsJob({ store }: Pick<WordsLab, 'store'>): Job {
  return {
    name: 'run of words',
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
