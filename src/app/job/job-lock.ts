/** Tells the other tabs of this host, by a lock that all may hold at once, that a run or a sweep is under way here. */
export interface JobLock {
  hold(wanted: boolean): void;
  /** Whether no tab holds it; true where the browser has no locks. */
  isFree(): Promise<boolean>;
}

const NAME = 'prompt-lab job';

export function createJobLock(locks: LockManager | undefined): JobLock {
  let release: (() => void) | null = null;
  return {
    hold(wanted) {
      if (wanted === (release !== null)) return;
      if (!wanted) {
        release?.();
        release = null;
        return;
      }
      const over = new Promise<void>((resolve) => (release = resolve));
      void locks?.request(NAME, { mode: 'shared' }, () => over);
    },
    async isFree() {
      if (locks === undefined) return true;
      return locks.request(NAME, { mode: 'exclusive', ifAvailable: true }, (lock) => lock !== null);
    },
  };
}
