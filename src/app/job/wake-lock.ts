/** Keeps the screen on while training, where the browser can; a hidden page loses the lock and asks again. */
export interface WakeLock {
  hold(wanted: boolean): void;
}

export function createWakeLock(navigator: Navigator, document: Document): WakeLock {
  let wanted = false;
  let lock: WakeLockSentinel | null = null;
  const update = async (): Promise<void> => {
    if (!('wakeLock' in navigator)) return;
    try {
      if (wanted && lock === null && document.visibilityState === 'visible') {
        lock = await navigator.wakeLock.request('screen');
        lock.addEventListener('release', () => (lock = null));
        if (!wanted) await update();
      } else if (!wanted) await lock?.release();
    } catch {
      // Refused (low battery, say): the screen goes dark, and training goes on.
      lock = null;
    }
  };
  document.addEventListener('visibilitychange', () => void update());
  return {
    hold(next) {
      if (next === wanted) return;
      wanted = next;
      void update();
    },
  };
}
