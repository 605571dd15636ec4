/** A worker that was ended lets go of what it held within so much, however busy the machine is; one that lives keeps it. */
const RELEASE_MS = 5000;

/** Does `work` while no other tab does it under the same name, false otherwise; where the browser has no locks, whatever others do. */
export async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await work();
    return true;
  }
  return aloneBy(navigator.locks, `sweep ${name}`, work);
}

/** As `alone`, by a lock. The worker that died before this one may not have let go of it yet: that is waited for. */
export async function aloneBy(
  locks: Pick<LockManager, 'request'>,
  lock: string,
  work: () => Promise<void>,
  releaseMs = RELEASE_MS,
): Promise<boolean> {
  let isHeld = false;
  try {
    await locks.request(lock, { signal: AbortSignal.timeout(releaseMs) }, async () => {
      isHeld = true;
      await work();
    });
    return true;
  } catch (thrown) {
    if (isHeld) throw thrown;
    return false;
  }
}
