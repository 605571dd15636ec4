/** Whether there is a network, and a wait for one: what is broken by its absence mends by itself when it is back. */
export interface Network {
  online(): boolean;
  /** Resolves when the network comes back, at the latest after so many seconds, or when `signal` is given. */
  back(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** @param scope the page's or the worker's global object */
export function networkOf(
  scope: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
    readonly navigator: Pick<Navigator, 'onLine'>;
  },
): Network {
  return {
    online: () => scope.navigator.onLine,
    back: (seconds, signal) =>
      new Promise((resolve) => {
        const over = (): void => {
          clearTimeout(timer);
          scope.removeEventListener('online', over);
          signal?.removeEventListener('abort', over);
          resolve();
        };
        const timer = setTimeout(over, 1000 * seconds);
        scope.addEventListener('online', over);
        signal?.addEventListener('abort', over);
        if (signal?.aborted === true) over();
      }),
  };
}
