/** When a worker is seen to have ended: by what it throws, by what can't be loaded, and by its lock. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeptConnection } from '../../src/app/workers/kept-connection.ts';
import { deathOf } from '../../src/app/workers/worker-life.ts';
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import type { LifeSign } from '../../src/protocol/worker-life.ts';

/** Locks of one browser, as far as a worker's life goes: one holder a name, the others in turn. */
class MadeLocks {
  private readonly held = new Map<string, Promise<void>>();

  /** What the worker does. @returns how its end lets go of the lock */
  hold(name: string): () => void {
    let release = (): void => undefined;
    this.held.set(name, new Promise((resolve) => (release = resolve)));
    return release;
  }

  readonly request = async (name: string, callback: unknown): Promise<unknown> => {
    await this.held.get(name);
    return (callback as () => unknown)();
  };
}

let worker: EventTarget;
let locks: MadeLocks;
let death: LabErrorData | null;
beforeEach(() => {
  vi.useFakeTimers();
  worker = new EventTarget();
  locks = new MadeLocks();
  death = null;
  const made = deathOf('training', worker as Worker, 'train 1', locks);
  void made.then((data) => (death = data));
});
afterEach(() => vi.useRealTimers());

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const says = (data: LifeSign): boolean => worker.dispatchEvent(new MessageEvent('message', { data }));

describe('a worker that ends silently', () => {
  test('is seen to, however late it came by its lock', async () => {
    // Asked before, nobody held the lock; that must not be the last word.
    await settled();
    const end = locks.hold('train 1');
    says({ kind: 'alive', holdsLock: true });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(death).toBeNull();
    end();
    await settled();
    expect(death).toMatchObject({
      code: 'worker-crashed',
      message: expect.stringContaining('ended from outside') as string,
    });
  });

  test('in the moment after it said that it lives is seen to', async () => {
    const end = locks.hold('train 1');
    end();
    says({ kind: 'alive', holdsLock: true });
    await settled();
    expect(death?.code).toBe('worker-crashed');
  });

  test('before it came by its lock is seen to after a while', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(death?.message).toContain('did not begin');
  });

  test('is not invented where the browser has no locks', async () => {
    says({ kind: 'alive', holdsLock: false });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(death).toBeNull();
  });
});

test('a worker that can’t be loaded is said to be just that', async () => {
  worker.dispatchEvent(new Event('error', { cancelable: true }));
  await settled();
  expect(death?.message).toBe('The training worker could not be loaded.');
});

test('what a worker throws is told in its own words', async () => {
  worker.dispatchEvent(Object.assign(new Event('error'), { message: 'an accident' }));
  await settled();
  expect(death?.message).toBe('The training worker crashed: an accident.');
});

describe('a wait for a worker’s answer', () => {
  const line = (crashed: Promise<LabErrorData>) =>
    new KeptConnection<null>(() => Promise.resolve({ service: null, crashed, close: () => undefined }));

  test('ends when the worker dies', async () => {
    let die: (data: LabErrorData) => void = () => undefined;
    const kept = line(new Promise((resolve) => (die = resolve)));
    const answers = [
      kept.answer(() => new Promise(() => undefined)),
      kept.answer(() => new Promise(() => undefined)),
    ];
    const told = kept.tell(() => new Promise(() => undefined));
    die({ code: 'worker-crashed', message: 'gone', remedy: '' });
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'worker-crashed' });
    await told;
    expect(kept.current).toBeNull();
  });

  test('a worker that was given up, and dies of it, is closed once', async () => {
    let die: (data: LabErrorData) => void = () => undefined;
    const crashed = new Promise<LabErrorData>((resolve) => (die = resolve));
    let closed = 0;
    const kept = new KeptConnection<null>(() =>
      Promise.resolve({ service: null, crashed, close: () => void (closed += 1) }),
    );
    await kept.answer(() => Promise.resolve());
    kept.drop();
    die({ code: 'worker-crashed', message: 'gone', remedy: '' });
    await settled();
    expect(closed).toBe(1);
  });

  test('ends when the worker is given up, also one that is still being made', async () => {
    const kept = line(new Promise(() => undefined));
    const answer = kept.answer(() => new Promise(() => undefined));
    kept.drop();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });
});
