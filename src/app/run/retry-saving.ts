/** Browsers give the room of what was deleted back only after a while, and room may be made elsewhere on the disk. */
const RETRY_SECONDS = 5;

/** Calls `retry` every few seconds while the storage is full. Returns what to call when that may have changed. */
export function retryWhileFull(isFull: () => boolean, retry: () => Promise<void>): () => void {
  let waiting = false;
  const check = (): void => {
    if (waiting || !isFull()) return;
    waiting = true;
    setTimeout(() => {
      void retry().finally(() => {
        waiting = false;
        check();
      });
    }, 1000 * RETRY_SECONDS);
  };
  return check;
}
