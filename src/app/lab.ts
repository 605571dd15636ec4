/** Puts the page's parts together: stores, client, keeper, frame loop. React only reads what is made here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { promptOf } from '../experiment/artefacts.ts';
import { runName } from '../experiment/run-name.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import type { TrainEvent } from '../experiment/train-events.ts';
import type { Network } from '../offline/network.ts';
import type { KeyValue } from '../storage/key-value.ts';
import type { StorageLoss } from '../storage/open-database.ts';
import type { Preferences } from '../storage/preferences.ts';
import { withRun, type StepTimes } from '../storage/step-times.ts';
import { listRuns } from '../storage/saved-runs.ts';
import { listSetAside } from '../storage/set-aside.ts';
import type { LockedCell } from '../views/activations/move-cell.ts';
import { createJobLock } from './job/job-lock.ts';
import { Jobs } from './job/jobs.ts';
import type { WakeLock } from './job/wake-lock.ts';
import { Experiments } from './library/experiments.ts';
import { LibraryLab } from './library/library-lab.ts';
import { findTaskOn, modelsOn, renewShelf, tasksOn, type Shelf } from './library/shelf.ts';
import { OfflineKeeper, type OfflineParts } from './offline/offline-keeper.ts';
import type { Offline } from './offline/offline-state.ts';
import { createDraftStore, type DraftStore } from './recipe/draft-store.ts';
import { createFrameLoop, type FrameClock, type FrameLoop } from './run/frame-loop.ts';
import { createPageStore, type PageStore } from './run/page-store.ts';
import type { FetchText } from './run/recorded-run.ts';
import { reduceEvent } from './run/reduce-event.ts';
import { announcementOf, createRunCommands, type RunCommands, type RunStore } from './run/run-commands.ts';
import { runJob } from './run/run-job.ts';
import { EMPTY_RUN, type RunState } from './run/run-state.ts';
import { createSessionKeeper, type SessionKeeper } from './run/session-keeper.ts';
import { TrainClient } from './run/train-client.ts';
import { createViewStore, type ViewStore } from './run/view-store.ts';
import type { Visit } from './run/visit.ts';
import { SentenceReader } from './stage/sentence-reader.ts';
import { createStageStore, type StageStore } from './stage/stage-store.ts';
import type { SweepDraft } from './sweep/sweep-draft.ts';
import { keptSweepJob } from './sweep/kept-sweep-job.ts';
import { sweepJob } from './sweep/sweep-job.ts';
import { SweepLab } from './sweep/sweep-lab.ts';
import type { FetchBytes } from './sweep/sweep-sources.ts';
import { experimentLine } from './workers/experiment-line.ts';
import { PageGrowLab } from './grow/lab/grow-lab.ts';
import { PageWordsLab } from './words/lab/words-lab.ts';
import type { LabLines } from './workers/lab-lines.ts';

export interface LabParts {
  readonly workers: LabLines;
  readonly network: Network;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
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
  readonly frameClock: FrameClock;
  readonly preferences: Preferences;
  readonly stepTimes: StepTimes;
  readonly keepStepTimes: (times: StepTimes) => void;
  readonly recipe: Recipe;
  readonly linkNotice: string | null;
  readonly lockedCell: LockedCell | null;
  readonly drawer: string | null;
}

export interface Lab {
  readonly run: RunStore;
  readonly draft: DraftStore;
  readonly view: ViewStore;
  readonly stage: StageStore;
  readonly sentences: SentenceReader;
  readonly page: PageStore;
  readonly client: TrainClient;
  readonly commands: RunCommands;
  readonly keeper: SessionKeeper;
  readonly frames: FrameLoop;
  readonly sweeps: SweepLab;
  readonly sweepDraft: StoreApi<SweepDraft>;
  readonly words: PageWordsLab;
  readonly grow: PageGrowLab;
  readonly library: LibraryLab;
  readonly experiments: Experiments;
  readonly jobs: Jobs;
  readonly offline: OfflineKeeper | null;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  readonly readText: FetchText;
  /** Tries again to save what the storage refused. */
  readonly saveAgain: () => Promise<void>;
  /** Puts a run that ended among the saved ones, with its prompt, if it has one. */
  readonly saveRun: (run: RunState) => Promise<void>;
  readonly visit: Visit;
  /** Looks for what was stored and can't be read. */
  readonly lookAside: () => Promise<void>;
  /** The storage was closed or deleted under the lab: keeps what this tab knows once more, and says so. */
  readonly storageLost: (loss: StorageLoss) => Promise<void>;
  /** Reads again what lists and forms show: something came, went or changed its name, here or in another tab. */
  readonly storageChanged: () => Promise<void>;
}

const LOSS_WORDS: Readonly<Record<StorageLoss, string>> = {
  deleted:
    'The storage of this page was deleted, by another tab or by the browser. What this tab shows is saved again; what else was kept on this device is gone.',
  unsure:
    'The browser closed the storage of this page. It was opened again, and what this tab shows is saved again; look in the Library whether all else is there.',
};

export function createLab(parts: LabParts): Lab {
  const run: RunStore = createStore<RunState>(() => EMPTY_RUN);
  const page = createPageStore(parts.preferences, parts.stepTimes);
  const view = createViewStore(parts);
  const draft = createDraftStore(parts.recipe, parts.linkNotice, parts.shelf);
  const frames = createFrameLoop(parts.frameClock);
  const keeper = createSessionKeeper(parts.storage, parts.visit.id, (unsaved) =>
    page.setState({ storageProblem: unsaved?.problem ?? null, unsavedBytes: unsaved?.bytes ?? 0 }),
  );

  const refreshSaved = async (): Promise<void> => {
    draft.setState({ savedRuns: await listRuns(parts.storage) });
  };
  const save = async (state: RunState): Promise<void> => {
    if (state.recipe === null || promptOf(state.artefacts) === null) return;
    await keeper.saveRun(state, runName(state.recipe, parts.recipe));
    await refreshSaved().catch(() => undefined);
  };
  const noteTime = (recipe: Recipe, seconds: number): void => {
    const stepTimes = withRun(page.getState().stepTimes, recipe, seconds);
    page.setState({ stepTimes });
    parts.keepStepTimes(stepTimes);
  };
  const hear = (event: TrainEvent): void => {
    const before = run.getState();
    const after = reduceEvent(before, event);
    run.setState(after, true);
    const announcement = announcementOf(before, after, event);
    if (announcement !== null) page.setState({ announcement });
    if (event.kind === 'checkpoint') keeper.keep(after, event.checkpoint);
    else if (event.kind === 'finished' || event.kind === 'stopped') {
      if (event.kind === 'finished' && after.recipe !== null) noteTime(after.recipe, event.result.seconds);
      // Over: nobody is asked to go on with it.
      void save(after);
      keeper.keep(after, null);
      void keeper.retry();
    }
  };
  const { workers, network, storage } = parts;
  const client = new TrainClient({ connect: workers.train, network }, hear);

  const stage = createStageStore();
  const sentences = new SentenceReader(run, stage, client);
  for (const store of [view, stage]) store.subscribe(() => frames.invalidate());
  // What stands still, paused or ended, is shown as it stands at once.
  run.subscribe(({ status }) => (status === 'running' ? frames.goOn() : frames.invalidate()));
  const sweeps = new SweepLab({
    connect: workers.sweep,
    call: workers.report,
    network,
    storage,
    readText: parts.readText,
    readBytes: parts.readBytes,
    announce: (announcement) => page.setState({ announcement }),
    now: () => new Date(),
  });
  const words = new PageWordsLab({
    sweep: workers.sweep,
    words: workers.words,
    report: workers.report,
    network,
    storage,
    shelf: parts.shelf,
    readText: parts.readText,
    readBytes: parts.readBytes,
    announce: (announcement) => page.setState({ announcement }),
    now: () => new Date(),
    plms: () => modelsOn(parts.shelf.getState()).map(({ name, title }) => [name, title] as const),
    tasks: () => tasksOn(parts.shelf.getState()).map(({ name, title }) => [name, title] as const),
  });
  const grow = new PageGrowLab({
    sweep: workers.sweep,
    report: workers.report,
    network,
    storage,
    shelf: parts.shelf,
    readText: parts.readText,
    readBytes: parts.readBytes,
    announce: (announcement) => page.setState({ announcement }),
    now: () => new Date(),
  });
  const sweepDraft = createStore<SweepDraft>(() => parts.sweepDraft);
  sweepDraft.subscribe((form) => keeper.keepForm('sweep', form));
  const saveAgain = async (): Promise<void> => {
    await jobs.saveAgain();
    await refreshSaved().catch(() => undefined);
  };
  const lock = createJobLock(parts.locks);
  const jobs = new Jobs(parts.wakeLock, lock, () => refreshSaved().catch(() => undefined));
  const saveAll = async (): Promise<void> => {
    const state = run.getState();
    if (state.origin !== 'live' && state.origin !== 'restored') return;
    keeper.keep(state, state.checkpointStep === null ? null : client.checkpoint);
    if (state.status === 'finished' || state.status === 'stopped') await save(state);
  };
  jobs.register(runJob({ run, page, keeper, saveAll }));
  jobs.register(sweepJob(sweeps));
  jobs.register(keptSweepJob('run of words', words));
  jobs.register(keptSweepJob('growing run', grow));
  const experiments = new Experiments({
    ask: experimentLine(workers.experiment),
    storage: parts.storage,
    shelf: parts.shelf,
    openSweeps: async (place, files) => place.openFiles({ sweeps, words, grow }, files),
    now: () => new Date(),
  });
  const renew = async (): Promise<void> => {
    await saveAgain();
    await Promise.all([renewShelf(parts.shelf, parts.storage), sweeps.list()]).catch(() => undefined);
  };
  const lookAside = async (): Promise<void> => {
    const setAside = await listSetAside(storage).catch(() => []);
    page.setState({ setAside });
  };
  const library = new LibraryLab({
    experiments,
    connect: workers.library,
    storage: parts.storage,
    manager: parts.storageManager,
    announce: (announcement) => page.setState({ announcement }),
    onChange: renew,
  });
  const tell = (offline: Offline): void => {
    const isNew = offline.update === 'waiting' && page.getState().offline.update !== 'waiting';
    page.setState({ offline, ...(isNew && { announcement: 'A new version is ready.' }) });
  };
  const offline = parts.offline && new OfflineKeeper({ ...parts.offline, lock, tell });
  return {
    run,
    draft,
    view,
    stage,
    sentences,
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
    words,
    grow,
    library,
    experiments,
    jobs,
    offline,
    storage: parts.storage,
    shelf: parts.shelf,
    readText: parts.readText,
    saveAgain,
    saveRun: save,
    storageChanged: async () => {
      await renew();
      await lookAside();
      // Nobody has looked at it yet otherwise.
      if (library.store.getState().content !== null) await library.refresh();
    },
    visit: parts.visit,
    lookAside,
    storageLost: async (loss) => {
      page.setState({ storageNotice: LOSS_WORDS[loss] });
      await jobs.saveAll();
      await renew();
    },
  };
}
