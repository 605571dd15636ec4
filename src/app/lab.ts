/** Puts the page's parts together: stores, client, keeper, frame loop. React only reads what is made here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { runName } from '../experiment/run-name.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import type { TrainEvent } from '../experiment/train-events.ts';
import type { KeyValue } from '../storage/key-value.ts';
import type { Preferences } from '../storage/preferences.ts';
import { listRuns } from '../storage/saved-runs.ts';
import type { LockedCell } from '../views/activations/move-cell.ts';
import type { AskExperiments } from './library/experiment-line.ts';
import { Experiments } from './library/experiments.ts';
import type { ConnectLibrary } from './library/library-connection.ts';
import { LibraryLab } from './library/library-lab.ts';
import { findTaskOn, renewShelf, type Shelf } from './library/shelf.ts';
import { createJobLock } from './offline/job-lock.ts';
import { OfflineKeeper, type OfflineParts } from './offline/offline-keeper.ts';
import { jobUnderWay, type Offline } from './offline/offline-state.ts';
import { createDraftStore, type DraftStore } from './recipe/draft-store.ts';
import { createFrameLoop, type FrameLoop } from './run/frame-loop.ts';
import { createPageStore, type PageStore } from './run/page-store.ts';
import type { FetchText } from './run/recorded-run.ts';
import { reduceEvent } from './run/reduce-event.ts';
import { announcementOf, createRunCommands, type RunCommands, type RunStore } from './run/run-commands.ts';
import { EMPTY_RUN, type RunState } from './run/run-state.ts';
import { retryWhileFull } from './run/retry-saving.ts';
import { createSessionKeeper, type SessionKeeper } from './run/session-keeper.ts';
import { TrainClient } from './run/train-client.ts';
import type { Connect } from './run/train-connection.ts';
import { createViewStore, type ViewStore } from './run/view-store.ts';
import type { Visit } from './run/visit.ts';
import type { WakeLock } from './run/wake-lock.ts';
import type { SweepDraft } from './sweep/sweep-draft.ts';
import type { SweepWorkers } from './sweep/sweep-connection.ts';
import { SweepLab, type FetchBytes } from './sweep/sweep-lab.ts';

export interface LabParts {
  readonly connect: Connect;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  readonly sweepWorkers: SweepWorkers;
  readonly connectLibrary: ConnectLibrary;
  readonly askExperiments: AskExperiments;
  readonly storageManager: StorageManager | undefined;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
  readonly wakeLock: WakeLock;
  readonly locks: LockManager | undefined;
  readonly visit: Visit;
  /** The form of a sweep, as it was left. */
  readonly sweepDraft: SweepDraft;
  /** Null where the page can't be kept for offline use, or shouldn't. */
  readonly offline: Pick<OfflineParts, 'workers' | 'channel' | 'reload'> | null;
  readonly requestFrame: (draw: () => void) => void;
  readonly preferences: Preferences;
  readonly recipe: Recipe;
  readonly linkNotice: string | null;
  readonly lockedCell: LockedCell | null;
}

export interface Lab {
  readonly run: RunStore;
  readonly draft: DraftStore;
  readonly view: ViewStore;
  readonly page: PageStore;
  readonly client: TrainClient;
  readonly commands: RunCommands;
  readonly keeper: SessionKeeper;
  readonly frames: FrameLoop;
  readonly sweeps: SweepLab;
  readonly sweepDraft: StoreApi<SweepDraft>;
  readonly library: LibraryLab;
  readonly experiments: Experiments;
  readonly offline: OfflineKeeper | null;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  readonly readText: FetchText;
  /** Tries again to save what found the storage full. */
  readonly saveAgain: () => Promise<void>;
  /** Puts a run that ended among the saved ones, with its prompt, if it has one. */
  readonly saveRun: (run: RunState) => Promise<void>;
  readonly visit: Visit;
  /** Reads again what lists and forms show: something came, went or changed its name, here or in another tab. */
  readonly storageChanged: () => Promise<void>;
}

export function createLab(parts: LabParts): Lab {
  const run: RunStore = createStore<RunState>(() => EMPTY_RUN);
  const page = createPageStore(parts.preferences);
  const view = createViewStore(parts.lockedCell);
  const draft = createDraftStore(parts.recipe, parts.linkNotice, parts.shelf);
  const frames = createFrameLoop(parts.requestFrame);
  const keeper = createSessionKeeper(parts.storage, parts.visit.id, (unsaved) =>
    page.setState({ storageProblem: unsaved?.problem ?? null, unsavedBytes: unsaved?.bytes ?? 0 }),
  );

  const refreshSaved = async (): Promise<void> => {
    draft.setState({ savedRuns: await listRuns(parts.storage) });
  };
  const save = async (state: RunState): Promise<void> => {
    if (state.recipe === null || state.prompt === null) return;
    await keeper.saveRun(state, runName(state.recipe, parts.recipe));
    await refreshSaved().catch(() => undefined);
  };
  const hear = (event: TrainEvent): void => {
    const before = run.getState();
    const after = reduceEvent(before, event);
    run.setState(after, true);
    const announcement = announcementOf(before, after, event);
    if (announcement !== null) page.setState({ announcement });
    if (event.kind === 'checkpoint') keeper.keep(after, event.checkpoint);
    else if (event.kind === 'finished' || event.kind === 'stopped') {
      // Over: nobody is asked to go on with it.
      void save(after);
      keeper.keep(after, null);
    }
  };
  const client = new TrainClient(parts.connect, hear);

  for (const store of [run, view]) store.subscribe(() => frames.invalidate());
  const sweeps = new SweepLab({
    workers: parts.sweepWorkers,
    storage: parts.storage,
    readText: parts.readText,
    readBytes: parts.readBytes,
    announce: (announcement) => page.setState({ announcement }),
    now: () => new Date(),
  });
  const sweepDraft = createStore<SweepDraft>(() => parts.sweepDraft);
  sweepDraft.subscribe((form) => keeper.keepForm('sweep', form));
  const saveAgain = async (): Promise<void> => {
    await Promise.all([keeper.retry(), sweeps.saveAgain()]);
    await refreshSaved().catch(() => undefined);
  };
  const isFull = (): boolean =>
    [page.getState().storageProblem, sweeps.store.getState().storageProblem].some(
      (problem) => problem?.code === 'quota',
    );
  const checkRoom = retryWhileFull(isFull, saveAgain);
  page.subscribe(checkRoom);
  sweeps.store.subscribe(checkRoom);
  const experiments = new Experiments({
    ask: parts.askExperiments,
    storage: parts.storage,
    shelf: parts.shelf,
    openSweep: (file) => sweeps.takeFile(file),
    now: () => new Date(),
  });
  const renew = async (): Promise<void> => {
    await saveAgain();
    await Promise.all([renewShelf(parts.shelf, parts.storage), sweeps.list()]).catch(() => undefined);
  };
  const library = new LibraryLab({
    experiments,
    connect: parts.connectLibrary,
    storage: parts.storage,
    manager: parts.storageManager,
    announce: (announcement) => page.setState({ announcement }),
    onChange: renew,
  });
  const jobs = createJobLock(parts.locks);
  const holdAwake = (): void => {
    const { status, origin } = run.getState();
    const training = origin === 'live' && (status === 'starting' || status === 'running');
    const sweep = sweeps.store.getState().status;
    parts.wakeLock.hold(training || sweep === 'starting' || sweep === 'running');
    jobs.hold(jobUnderWay(run.getState(), sweep) !== null);
  };
  run.subscribe(holdAwake);
  sweeps.store.subscribe(holdAwake);
  const tell = (offline: Offline): void => {
    const isNew = offline.update === 'waiting' && page.getState().offline.update !== 'waiting';
    page.setState({ offline, ...(isNew && { announcement: 'A new version is ready.' }) });
  };
  const offline = parts.offline && new OfflineKeeper({ ...parts.offline, lock: jobs, tell });
  return {
    run,
    draft,
    view,
    page,
    client,
    commands: createRunCommands(
      run,
      client,
      (task) => findTaskOn(parts.shelf, task),
      () => new Date(),
    ),
    keeper,
    frames,
    sweeps,
    sweepDraft,
    library,
    experiments,
    offline,
    storage: parts.storage,
    shelf: parts.shelf,
    readText: parts.readText,
    saveAgain,
    saveRun: save,
    storageChanged: async () => {
      await renew();
      // Nobody has looked at it yet otherwise.
      if (library.store.getState().content !== null) await library.refresh();
    },
    visit: parts.visit,
  };
}
