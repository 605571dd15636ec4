/**
 * Whether a worker lives, told by a lock that it holds for as long as it does: one that is ended from outside, or ends
 * itself, sends no event.
 */

/** A name of its own for a worker of this kind: the worker's, and its lock's. */
export function lifeName(kind: string): string {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${kind} ${Array.from(parts, (part) => part.toString(36)).join('')}`;
}

/**
 * Resolves when the worker called `name` is gone; never where the browser has no locks. Call it when the worker has
 * answered: before, it may not hold its lock yet.
 */
export async function endOfLife(name: string): Promise<void> {
  const never = new Promise<void>(() => undefined);
  if (!('locks' in navigator)) return never;
  const { held } = await navigator.locks.query();
  if (held?.some((lock) => lock.name === name) !== true) return never;
  await navigator.locks.request(name, () => undefined);
}
