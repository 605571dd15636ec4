import { describe, expect, test } from 'vitest';
import { aloneBy } from '../../workers/job/alone.ts';

/** Locks of which the one asked for is held for so long by somebody else. */
function heldFor(ms: number): Pick<LockManager, 'request'> {
  const request = async (_: string, { signal }: LockOptions, work: () => Promise<void>): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => reject(new Error('given up')));
    });
    await work();
  };
  return { request } as Pick<LockManager, 'request'>;
}

describe('work that only one tab may do', () => {
  test('waits for what a worker that was ended has not let go of yet', async () => {
    let done = false;
    const work = (): Promise<void> => Promise.resolve(void (done = true));
    expect(await aloneBy(heldFor(50), 'a', work, 1000)).toBe(true);
    expect(done).toBe(true);
  });

  test('is left to the tab that is at it', async () => {
    expect(await aloneBy(heldFor(500), 'a', () => Promise.resolve(), 50)).toBe(false);
  });

  test('fails as it fails', async () => {
    const failing = aloneBy(heldFor(0), 'a', () => Promise.reject(new Error('its own')));
    await expect(failing).rejects.toThrow('its own');
  });
});
