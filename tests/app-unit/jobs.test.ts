import { createStore } from 'zustand/vanilla';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Jobs, type Job, type JobState } from '../../src/app/job/jobs.ts';
import { runJobState } from '../../src/app/run/run-job.ts';
import { sweepJobState } from '../../src/app/sweep/sweep-job.ts';

const IDLE: JobState = { isUnderWay: false, isStarting: false, isComputing: false, hasUnsaved: false };

interface MadeJob extends Job {
  set(state: Partial<JobState>): void;
}

function madeJob(name: string, saveAgain: () => Promise<void> = () => Promise.resolve()): MadeJob {
  const store = createStore(() => IDLE);
  return {
    name,
    state: store.getState,
    subscribe: (changed) => void store.subscribe(changed),
    saveAgain,
    saveAll: () => Promise.resolve(),
    set: (state) => store.setState(state),
  };
}

let awake: boolean;
let locked: boolean;
let jobs: Jobs;
beforeEach(() => {
  awake = false;
  locked = false;
  jobs = new Jobs({ hold: (wanted) => (awake = wanted) }, { hold: (wanted) => (locked = wanted) }, () =>
    Promise.resolve(),
  );
});
afterEach(() => vi.useRealTimers());

describe('what the page does about jobs, whatever they compute', () => {
  test('one that is under way keeps the screen on and other tabs waiting, and is named', () => {
    const [first, second] = [madeJob('run'), madeJob('something new')];
    jobs.register(first);
    jobs.register(second);
    second.set({ isUnderWay: true, isComputing: true });
    expect([awake, locked, jobs.store.getState().underWay]).toEqual([true, true, 'something new']);
    second.set({ isComputing: false });
    expect([awake, locked]).toEqual([false, true]);
    second.set({ isUnderWay: false });
    expect([awake, locked, jobs.store.getState().underWay]).toEqual([false, false, null]);
  });

  test('what waits to be saved is tried by itself, less and less often, until it is', async () => {
    vi.useFakeTimers();
    let tries = 0;
    const job = madeJob('run', () => {
      tries += 1;
      if (tries === 3) job.set({ hasUnsaved: false });
      return Promise.resolve();
    });
    jobs.register(job);
    job.set({ hasUnsaved: true });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tries).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tries).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tries).toBe(2);
    await vi.advanceTimersByTimeAsync(200_000);
    expect(tries).toBe(3);
  });
});

test('jobs that a reload would break', () => {
  const ofRun = (run: Parameters<typeof runJobState>[0]): boolean => runJobState(run, false).isUnderWay;
  expect(ofRun({ origin: 'recorded', status: 'finished' })).toBe(false);
  expect(ofRun({ origin: 'restored', status: 'paused' })).toBe(false);
  expect(ofRun({ origin: 'live', status: 'finished' })).toBe(false);
  for (const status of ['starting', 'running', 'paused', 'stopping'] as const) {
    expect(ofRun({ origin: 'live', status })).toBe(true);
    expect(sweepJobState({ status, hasUnsaved: false }).isUnderWay).toBe(true);
  }
  expect(sweepJobState({ status: 'stopped', hasUnsaved: false }).isUnderWay).toBe(false);
});
