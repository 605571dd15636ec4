/** How a worker tells the page that it lives: its first message, sent when it holds the lock by which its end is seen. */
export interface LifeSign {
  readonly kind: 'alive';
  /** False where the browser has no locks: such a worker's silent end can't be seen. */
  readonly holdsLock: boolean;
}

export function isLifeSign(message: unknown): message is LifeSign {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'alive';
}
