/**
 * Room is made elsewhere on the disk, browsers give the room of what was deleted back only after a while, and a storage
 * that was closed can be opened again: what waits is tried by itself, less and less often.
 */
const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 60;

/** Calls `retry` while something waits. Returns what to call when that may have changed. */
export function retryWhileUnsaved(hasUnsaved: () => boolean, retry: () => Promise<void>): () => void {
  let waiting = false;
  let seconds = FIRST_SECONDS;
  const check = (): void => {
    if (!hasUnsaved()) seconds = FIRST_SECONDS;
    if (waiting || !hasUnsaved()) return;
    waiting = true;
    setTimeout(() => {
      seconds = Math.min(LONGEST_SECONDS, 2 * seconds);
      void retry().finally(() => {
        waiting = false;
        check();
      });
    }, 1000 * seconds);
  };
  return check;
}
