/** What a browser's storage throws, as the lab's errors: full is `quota`, anything else `storage`. */
import { LabError } from '../errors/lab-error.ts';

const FULL: readonly string[] = ['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'];

/** Runs `action`; `what` completes "… can't be saved / read". Nothing is half-written when it throws. */
export async function guarded<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw storageError(what, cause);
  }
}

export function storageError(what: string, cause: unknown): LabError {
  const name = cause instanceof Error ? cause.name : '';
  if (FULL.includes(name)) {
    return new LabError(
      {
        code: 'quota',
        message: `${what}: the browser’s storage for this page is full.`,
        remedy: 'Delete in the Library what you no longer need, or free disk space.',
        where: 'storage',
      },
      { cause },
    );
  }
  const detail = cause instanceof Error && cause.message !== '' ? ` (${cause.message})` : '';
  return new LabError(
    {
      code: 'storage',
      message: `${what}: the browser’s storage can’t be used${detail}.`,
      remedy:
        'Allow this page to store data, or leave private browsing. Until then a reload forgets the run.',
      where: 'storage',
    },
    { cause },
  );
}

/** What is stored but can't be read: written by another version, or damaged. */
export function unreadable(
  what: string,
  remedy = 'Delete it, and run its recipe again.',
  cause?: unknown,
): LabError {
  return new LabError(
    {
      code: 'storage',
      message: `${what} can’t be read: another version of the lab wrote it, or it is damaged.`,
      remedy,
      where: 'storage',
    },
    cause === undefined ? undefined : { cause },
  );
}

/** As `unreadable`, of what lies aside now. */
export function wasSetAside(what: string): LabError {
  return unreadable(what, 'It was set aside: download it if you need it, and run its recipe again.');
}
