/**
 * What can be done with a run, as data: buttons, keyboard shortcuts and their list all read this table.
 */
import { quickRecipe } from '../../experiment/quick-recipe.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Lab } from '../lab.ts';
import { onDemandBytes } from '../library/shelf.ts';
import { QUICK_PLM } from '../open-lab.ts';
import { setRecipe, startableRecipe, type DraftState } from '../recipe/draft-store.ts';
import { staleFields } from '../run/run-commands.ts';
import { type RunState } from '../run/run-state.ts';
import { isActive } from '../job/job-status.ts';

export interface TrainAction {
  readonly id: 'start' | 'repeat' | 'pause' | 'resume' | 'step' | 'stop';
  readonly key: string;
  readonly help: string;
  label(run: RunState, draft: DraftState): string;
  /** Whether it is offered at all. */
  shown(run: RunState): boolean;
  enabled(run: RunState, draft: DraftState): boolean;
  perform(lab: Lab): void;
}

/** Whether the run can go on: paused, or ended with a checkpoint to go on from. */
function canGoOn({ status, checkpointStep, recipe }: RunState): boolean {
  return (
    status === 'paused' ||
    ((status === 'stopped' || status === 'failed') && checkpointStep !== null && recipe !== null)
  );
}

/** Whether the recipe in the form is another than that of the run shown. */
export function isStale(run: RunState, draft: DraftState): boolean {
  return staleFields(run, draft.reading.recipe).length > 0;
}

/**
 * What the primary button trains: the recipe of the form. Of a recorded run that nobody has changed, which took its time on
 * another machine, a quick one, that learns before one's eyes; with a PLM that comes with the page.
 */
export function recipeToStart(run: RunState, draft: DraftState): Recipe | null {
  const recipe = startableRecipe(draft);
  if (recipe === null) return null;
  if (run.origin !== 'recorded' || isStale(run, draft)) return recipe;
  // Nobody has asked for a download yet.
  const isFar = onDemandBytes(draft.shelf.getState(), recipe.plm) !== null;
  return quickRecipe(isFar ? { ...recipe, plm: QUICK_PLM } : recipe);
}

/** The stage and the heatmap follow what comes. */
function follow(lab: Lab): void {
  lab.view.setState({ frame: null });
  lab.stage.setState({ step: null });
}

export const TRAIN_ACTIONS: readonly TrainAction[] = [
  {
    id: 'start',
    key: ' ',
    help: 'Train live, pause, go on',
    label: (run, draft) => {
      if (isStale(run, draft)) return 'Train the new recipe';
      return run.origin === 'recorded' || run.origin === 'none' ? 'Train it live' : 'Train again';
    },
    shown: ({ status }) => !isActive(status),
    enabled: (_, draft) => startableRecipe(draft) !== null,
    perform(lab) {
      const recipe = recipeToStart(lab.run.getState(), lab.draft.getState());
      if (recipe === null) return;
      // A quick recipe is what the form holds from now on.
      if (recipe !== startableRecipe(lab.draft.getState())) setRecipe(lab.draft, recipe);
      follow(lab);
      lab.commands.start(recipe);
    },
  },
  {
    id: 'repeat',
    key: 'c',
    help: 'Run it again and compare, step by step',
    label: () => 'Run again, compare',
    shown: ({ status, series }) => status === 'finished' && series.length > 0,
    enabled: () => true,
    perform(lab) {
      follow(lab);
      lab.commands.repeat();
    },
  },
  {
    id: 'pause',
    key: ' ',
    help: 'Pause',
    label: () => 'Pause',
    shown: ({ status }) => status === 'running' || status === 'starting',
    // Programs for new lengths are compiled while training: the phase steps back then, the run doesn't.
    enabled: ({ status, furthest }) => status === 'running' && furthest === 'train',
    perform: (lab) => lab.commands.pause(),
  },
  {
    id: 'resume',
    key: ' ',
    help: 'Resume, also after a reload',
    label: ({ status, checkpointStep, series }) =>
      status === 'paused'
        ? `Resume at step ${Math.max(series.lastStep, checkpointStep ?? 0)}`
        : `Go on from step ${checkpointStep ?? 0}`,
    shown: canGoOn,
    enabled: canGoOn,
    perform(lab) {
      if (lab.run.getState().status === 'paused') lab.commands.resume();
      else lab.commands.retryFromCheckpoint();
    },
  },
  {
    id: 'step',
    key: 'ArrowRight',
    help: 'One step (while paused)',
    label: () => 'One step',
    shown: ({ status, origin }) => status === 'paused' && origin === 'live',
    enabled: () => true,
    perform: (lab) => lab.commands.oneStep(),
  },
  {
    id: 'stop',
    key: 'x',
    help: 'Stop, keeping the best prompt so far',
    label: ({ status }) => (status === 'stopping' ? 'Stopping…' : 'Stop'),
    shown: ({ status }) => isActive(status),
    enabled: ({ status }) => status !== 'stopping',
    perform: (lab) => lab.commands.stop(),
  },
];

/** Performs the action of `key` that is offered now; going on comes before starting anew. */
export function performByKey(lab: Lab, key: string): boolean {
  const run = lab.run.getState();
  const offered = TRAIN_ACTIONS.filter(
    (action) => action.key === key && action.shown(run) && action.enabled(run, lab.draft.getState()),
  );
  const action = offered.find(({ id }) => id === 'resume') ?? offered.at(0);
  if (action === undefined) return false;
  action.perform(lab);
  return true;
}
