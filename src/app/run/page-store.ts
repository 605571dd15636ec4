/** What the page itself is in: storage trouble, preferences, the recorded run's fate. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { Preferences } from '../../storage/preferences.ts';
import type { StepTimes } from '../../storage/step-times.ts';
import type { SetAside } from '../../storage/set-aside.ts';
import { NO_OFFLINE, type Offline } from '../offline/offline-state.ts';
import type { LeftRun } from './left-runs.ts';
import type { DeviceProbe } from './probe-device.ts';

export interface PageState {
  readonly preferences: Preferences;
  readonly storageProblem: LabErrorData | null;
  /** About how much room that takes which found none; it is kept in memory until then. */
  readonly unsavedBytes: number;
  /** What became of the storage under the lab, in words; null for nothing, or when it was read. */
  readonly storageNotice: string | null;
  /** What was stored and can't be read. */
  readonly setAside: readonly SetAside[];
  /** Runs that closed tabs left unfinished. */
  readonly leftRuns: readonly LeftRun[];
  readonly recorded: 'loading' | 'shown' | 'missing';
  readonly device: DeviceProbe | null;
  /** How long training takes here, as far as it is known. */
  readonly stepTimes: StepTimes;
  readonly offline: Offline;
  /** Said once by the live region: phase changes only. */
  readonly announcement: string;
}

export type PageStore = StoreApi<PageState>;

export function createPageStore(preferences: Preferences, stepTimes: StepTimes): PageStore {
  return createStore<PageState>(() => ({
    preferences,
    storageProblem: null,
    unsavedBytes: 0,
    storageNotice: null,
    setAside: [],
    leftRuns: [],
    recorded: 'loading',
    device: null,
    stepTimes,
    offline: NO_OFFLINE,
    announcement: '',
  }));
}
