/** What people do with a run. Each command changes the run shown and tells the client; nothing here draws. */
import type { StoreApi } from 'zustand/vanilla';
import type { TaskEntry } from '../../experiment/task-types.ts';
import { recipeDifference } from '../../experiment/recipe-difference.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Checkpoint, TrainEvent } from '../../experiment/train-events.ts';
import { RunSeries } from '../../views/curves/run-series.ts';
import { EMPTY_RUN, type EarlierRun, type RunState } from './run-state.ts';
import { isActive } from '../job/job-status.ts';
import type { TrainClient } from './train-client.ts';

export type RunStore = StoreApi<RunState>;

/** More curves than this on one figure can't be told apart. */
const MOST_EARLIER = 3;

export interface RunCommands {
  start(recipe: Recipe): void;
  /** Trains the recipe of the run shown again, to be compared with it. */
  repeat(): void;
  pause(): void;
  resume(): void;
  oneStep(): void;
  stop(): void;
  /** Starts again from the last checkpoint after a failure. */
  retryFromCheckpoint(): void;
}

export function createRunCommands(
  run: RunStore,
  client: TrainClient,
  findTask: (name: string) => TaskEntry | null,
  now: () => Date,
): RunCommands {
  const begin = (recipe: Recipe, from: Checkpoint | null): void => {
    void client.start(recipe, from);
  };
  const start = (recipe: Recipe, repeats: string | null): void => {
    const before = run.getState();
    const startedAt = now();
    const task = findTask(recipe.task);
    run.setState(
      {
        ...EMPTY_RUN,
        id: `${recipe.plm}-${recipe.task}-${startedAt.getTime().toString(36)}`,
        origin: 'live',
        status: 'starting',
        recipe,
        labels: task?.labels ?? [],
        rows: task?.rows ?? null,
        startedAt: startedAt.toISOString(),
        madeBy: 'trained live on this page',
        series: new RunSeries(),
        earlier: earlierOf(before, recipe),
        repeats,
      },
      true,
    );
    begin(recipe, null);
  };
  return {
    start(recipe) {
      start(recipe, null);
    },
    repeat() {
      const { recipe, id, status } = run.getState();
      if (recipe !== null && !isActive(status)) start(recipe, id);
    },
    pause() {
      if (run.getState().status === 'running') void client.pause();
    },
    resume() {
      const { status } = run.getState();
      if (status === 'paused') void client.resume();
    },
    oneStep() {
      if (run.getState().status === 'paused' && client.holdsPrompt) void client.oneStep();
    },
    stop() {
      if (!isActive(run.getState().status)) return;
      run.setState({ status: 'stopping' });
      void client.stop();
    },
    retryFromCheckpoint() {
      const { recipe } = run.getState();
      if (recipe === null) return;
      run.setState({ status: 'starting', error: null, origin: 'live' });
      begin(recipe, client.checkpoint);
    },
  };
}

/** The runs that stay visible behind a new one of `recipe`: of the same PLM and task, the newest first. */
function earlierOf(before: RunState, recipe: Recipe): readonly EarlierRun[] {
  const shown: readonly EarlierRun[] =
    before.recipe === null || before.series.length === 0
      ? []
      : [
          {
            id: before.id,
            origin: before.origin,
            recipe: before.recipe,
            series: before.series,
            dev: before.dev,
            bestStep: before.bestStep,
            engine: before.engine,
            hashes: before.hashes,
            result: before.result,
          },
        ];
  return [...shown, ...before.earlier]
    .filter(({ recipe: other }) => other.plm === recipe.plm && other.task === recipe.task)
    .slice(0, MOST_EARLIER);
}

/** Fields in which the form differs from the run shown: then the run is stale. */
export function staleFields(run: Pick<RunState, 'recipe'>, recipe: Recipe | null): readonly string[] {
  if (run.recipe === null || recipe === null) return [];
  return Object.keys(recipeDifference(recipe, run.recipe));
}

/** What the live region says: changes of phase and state, never steps. */
export function announcementOf(before: RunState, after: RunState, event: TrainEvent): string | null {
  if (event.kind === 'phase') {
    return before.furthest === after.furthest ? null : phaseWords(event.phase);
  }
  if (event.kind === 'paused') return `Paused at step ${event.step}.`;
  if (event.kind === 'resumed') return 'Training goes on.';
  if (event.kind === 'stopped') return `Stopped at step ${event.step}.`;
  if (event.kind === 'waiting') return 'Waiting for the network.';
  if (event.kind === 'recovered') return `Recovered; training goes on from step ${event.step}.`;
  if (event.kind === 'failed') return `The run failed. ${event.error.message}`;
  if (event.kind === 'finished') return 'Finished.';
  return null;
}

function phaseWords(phase: string): string {
  return phase === 'done' ? 'Done.' : `Phase: ${phase}.`;
}
