/**
 * Whether a worker lives. One that throws sends an event; one that is ended from outside, or ends itself, sends none, so
 * each holds a lock for as long as it lives.
 */
import type { LabErrorData } from '../../errors/lab-error.ts';
import { isLifeSign } from '../../protocol/worker-life.ts';

/** A worker that has not begun by then never will: its script is loaded or refused long before. */
const START_SECONDS = 60;

/** A name of its own for a worker of this kind: the worker's, and its lock's. */
export function lifeName(kind: string): string {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return `${kind} ${Array.from(parts, (part) => part.toString(36)).join('')}`;
}

/** What is heard of a worker. */
export type HeardWorker = Pick<Worker, 'addEventListener'>;

/**
 * Resolves when the worker died, by an error of its own or silently; of one that was closed on purpose it means nothing.
 * @param spoken how people read of it
 * @param life the name of its lock
 */
export function deathOf(
  spoken: string,
  worker: HeardWorker,
  life: string,
  locks: Pick<LockManager, 'request'> | undefined,
): Promise<LabErrorData> {
  const dead = (what: string): LabErrorData => ({
    code: 'worker-crashed',
    message: `The ${spoken} worker ${what}.`,
    remedy: 'Try again; if it happens again, choose a smaller batch, or reload the page.',
    where: `${spoken} worker`,
  });
  return new Promise((resolve) => {
    const slow = setTimeout(
      () => resolve(dead(`did not begin within ${String(START_SECONDS)} s`)),
      1000 * START_SECONDS,
    );
    const die = (what: string): void => {
      clearTimeout(slow);
      resolve(dead(what));
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      die(errorWords(event));
    });
    worker.addEventListener('messageerror', () => die('crashed: a message could not be read'));
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isLifeSign(data)) return;
      clearTimeout(slow);
      // Granted when the worker lets go of it, and it never does by itself.
      if (data.holdsLock)
        locks?.request(life, () => die('crashed: it was ended from outside')).catch(() => undefined);
    });
  });
}

/** What failed to load sends an event without a message, whatever its type says. */
function errorWords(event: Event): string {
  const message: unknown = Reflect.get(event, 'message');
  if (typeof message !== 'string') return 'could not be loaded';
  return `crashed: ${message === '' ? 'it could not be loaded or ran out of memory' : message}`;
}
