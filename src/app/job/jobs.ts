/**
 * The jobs of this page. Each registers itself; what the page as a whole does about jobs, whatever they compute, loops over
 * them here: it keeps the screen on, makes a new version and other tabs wait, and sees to it that all is saved in the end.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { JobLock } from './job-lock.ts';
import { retryWhileUnsaved } from './retry-saving.ts';
import type { WakeLock } from './wake-lock.ts';

export interface JobState {
  /** Whether something would be lost if the page were loaded again now. */
  readonly isUnderWay: boolean;
  /** Whether it is just beginning, and loads what it needs. */
  readonly isStarting: boolean;
  readonly isComputing: boolean;
  /** Whether something of it waits in memory to be kept on this device. */
  readonly hasUnsaved: boolean;
}

export interface Job {
  /** What people call it: “until the … is done”. */
  readonly name: string;
  state(): JobState;
  /** Calls `changed` whenever the state may be another one. */
  subscribe(changed: () => void): void;
  /** Tries again to keep what waits. */
  saveAgain(): Promise<void>;
  /** Keeps all that the page knows of it: what was kept before is gone. */
  saveAll(): Promise<void>;
}

export interface JobsState {
  /** The name of a job under way, or null. */
  readonly underWay: string | null;
  readonly isStarting: boolean;
}

export class Jobs {
  readonly store: StoreApi<JobsState> = createStore<JobsState>(() => ({ underWay: null, isStarting: false }));
  private readonly jobs: Job[] = [];
  private readonly wakeLock: WakeLock;
  private readonly lock: Pick<JobLock, 'hold'>;
  private readonly checkUnsaved: () => void;

  /** @param afterSaving called when what waited was tried again */
  constructor(wakeLock: WakeLock, lock: Pick<JobLock, 'hold'>, afterSaving: () => Promise<void>) {
    this.wakeLock = wakeLock;
    this.lock = lock;
    this.checkUnsaved = retryWhileUnsaved(
      () => this.jobs.some((job) => job.state().hasUnsaved),
      async () => {
        await this.saveAgain();
        await afterSaving();
      },
    );
  }

  register(job: Job): void {
    this.jobs.push(job);
    job.subscribe(() => this.follow());
  }

  async saveAgain(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.saveAgain()));
  }

  async saveAll(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.saveAll()));
  }

  private follow(): void {
    const states = this.jobs.map((job) => ({ name: job.name, ...job.state() }));
    const underWay = states.find(({ isUnderWay }) => isUnderWay)?.name ?? null;
    const isStarting = states.some((state) => state.isStarting);
    this.wakeLock.hold(states.some(({ isComputing }) => isComputing));
    this.lock.hold(underWay !== null);
    const before = this.store.getState();
    if (before.underWay !== underWay || before.isStarting !== isStarting)
      this.store.setState({ underWay, isStarting });
    this.checkUnsaved();
  }
}
