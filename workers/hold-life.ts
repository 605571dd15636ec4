/**
 * Takes the lock by which the page sees that this worker lives, for as long as it does, and says so. The page looks for
 * the lock only when it has heard that: before, a worker that has just begun could not be told from one that ended.
 */
import type { LifeSign } from '../src/protocol/worker-life.ts';

export function holdLife(): void {
  const say = (holdsLock: boolean): void => {
    const sign: LifeSign = { kind: 'alive', holdsLock };
    self.postMessage(sign);
  };
  if (!('locks' in navigator)) {
    say(false);
    return;
  }
  navigator.locks
    .request(self.name, () => {
      say(true);
      return new Promise<void>(() => undefined);
    })
    .catch(() => say(false));
}
