import { describe, expect, test } from 'vitest';
import { LabError, type LabErrorCode } from '../../src/errors/lab-error.ts';
import { attemptUntilOver, type AttemptParts, type AttemptsEnd } from '../../workers/job/attempts.ts';

const broken = (code: LabErrorCode): LabError => new LabError({ code, message: code, remedy: '' });

interface Made {
  readonly run: () => Promise<AttemptsEnd>;
  readonly log: string[];
  readonly stop: () => void;
  standing: number;
  online: boolean;
}

/** @param attempts what each attempt does, in order; the last one is done again and again */
function made(attempts: readonly ((job: Made) => boolean | LabError)[]): Made {
  const abort = new AbortController();
  const log: string[] = [];
  let at = 0;
  const parts: AttemptParts = {
    attempt: async () => {
      const done = attempts[Math.min(at++, attempts.length - 1)](job);
      await Promise.resolve();
      if (done instanceof LabError) throw done;
      return done;
    },
    standing: () => job.standing,
    signal: abort.signal,
    network: { online: () => job.online, back: () => Promise.resolve() },
    dropEngine: () => Promise.resolve(void log.push('drop')),
    onRecovered: (from) => log.push(`recovered ${from}`),
    onWaiting: (seconds) => log.push(`wait ${String(seconds)}`),
  };
  const job: Made = {
    run: () => attemptUntilOver(parts),
    log,
    stop: () => abort.abort(),
    standing: 0,
    online: true,
  };
  return job;
}

test('a job that works is finished, one that was stopped is stopped', async () => {
  expect(await made([() => true]).run()).toEqual({ kind: 'finished' });
  expect(await made([() => false]).run()).toEqual({ kind: 'stopped' });
  expect(await made([() => broken('cancelled')]).run()).toEqual({ kind: 'stopped' });
});

describe('a lost device', () => {
  test('is got over with another engine', async () => {
    const job = made([() => broken('device-lost'), () => true]);
    expect(await job.run()).toEqual({ kind: 'finished' });
    expect(job.log).toEqual(['drop', 'recovered device-lost']);
  });

  test('is given up after some losses without progress, and never with it', async () => {
    const job = made([() => broken('device-lost')]);
    expect(await job.run()).toMatchObject({ kind: 'failed', error: { code: 'device-lost' } });
    expect(job.log.filter((line) => line.startsWith('recovered'))).toHaveLength(3);
    const lucky = made([
      (self) => {
        self.standing += 1;
        return self.standing > 20 ? true : broken('device-lost');
      },
    ]);
    expect(await lucky.run()).toEqual({ kind: 'finished' });
  });
});

describe('a broken connection', () => {
  test('is waited for, longer each time', async () => {
    const job = made([
      () => broken('download'),
      () => broken('download'),
      () => broken('download'),
      () => true,
    ]);
    expect(await job.run()).toEqual({ kind: 'finished' });
    expect(job.log).toEqual(['wait 2', 'wait 4', 'wait 8']);
  });

  test('is given up when there is a network all the while', async () => {
    const job = made([() => broken('download')]);
    expect(await job.run()).toMatchObject({ kind: 'failed', error: { code: 'download' } });
    expect(job.log).toHaveLength(10);
    expect(job.log.at(-1)).toBe('wait 60');
  });

  test('is waited for without end while there is no network', async () => {
    let attempts = 0;
    const job = made([() => (++attempts > 100 ? true : broken('download'))]);
    job.online = false;
    expect(await job.run()).toEqual({ kind: 'finished' });
  });
});

test('what breaks while the job is being stopped has stopped it, and its engine is not used again', async () => {
  const job = made([
    (self) => {
      self.stop();
      return broken('device-lost');
    },
  ]);
  expect(await job.run()).toEqual({ kind: 'stopped' });
  expect(job.log).toEqual(['drop']);
});

test('what does not pass is a failure at once', async () => {
  const job = made([() => broken('recipe')]);
  expect(await job.run()).toMatchObject({ kind: 'failed', error: { code: 'recipe' } });
});
