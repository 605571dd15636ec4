/** Does `work` unless another tab is at what goes by the same name; null then. Where the browser has no locks, whatever others do. */
export async function claim<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(`prompt-lab ${name}`, { ifAvailable: true }, (lock) =>
    lock === null ? null : work(),
  );
}

/** Does `work` when no other tab is at what goes by the same name. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(`prompt-lab ${name}`, work);
}
