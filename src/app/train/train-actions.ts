/**
 * What can be done with a run, as data: buttons, keyboard shortcuts and their list all read this table.
 */
import type { Lab } from '../lab.ts';
import { startableRecipe, type DraftState } from '../recipe/draft-store.ts';
import { type RunState } from '../run/run-state.ts';
import { isActive } from '../job/job-status.ts';

export interface TrainAction {
  readonly id: 'start' | 'repeat' | 'pause' | 'resume' | 'step' | 'stop';
  readonly key: string;
  readonly help: string;
  label(run: RunState): string;
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

export const TRAIN_ACTIONS: readonly TrainAction[] = [
  {
    id: 'start',
    key: 't',
    help: 'Train the recipe live',
    label: ({ origin }) => (origin === 'recorded' || origin === 'none' ? 'Train this live' : 'Train again'),
    shown: ({ status }) => !isActive(status),
    enabled: (_, draft) => startableRecipe(draft) !== null,
    perform(lab) {
      const recipe = startableRecipe(lab.draft.getState());
      if (recipe === null) return;
      lab.view.setState({ frame: null });
      lab.commands.start(recipe);
    },
  },
  {
    id: 'repeat',
    key: 'c',
    help: 'Run it again and compare, step by step',
    label: () => 'Run it again and compare',
    shown: ({ status, series }) => status === 'finished' && series.length > 0,
    enabled: () => true,
    perform(lab) {
      lab.view.setState({ frame: null });
      lab.commands.repeat();
    },
  },
  {
    id: 'pause',
    key: 'p',
    help: 'Pause',
    label: () => 'Pause',
    shown: ({ status }) => status === 'running' || status === 'starting',
    // Programs for new lengths are compiled while training: the phase steps back then, the run doesn't.
    enabled: ({ status, furthest }) => status === 'running' && furthest === 'train',
    perform: (lab) => lab.commands.pause(),
  },
  {
    id: 'resume',
    key: 'r',
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
    key: 'n',
    help: 'One step (while paused)',
    label: () => 'One step',
    shown: ({ status, origin }) => status === 'paused' && origin === 'live',
    enabled: () => true,
    perform: (lab) => lab.commands.oneStep(),
  },
  {
    id: 'stop',
    key: 's',
    help: 'Stop, keeping the best prompt so far',
    label: ({ status }) => (status === 'stopping' ? 'Stopping…' : 'Stop'),
    shown: ({ status }) => isActive(status),
    enabled: ({ status }) => status !== 'stopping',
    perform: (lab) => lab.commands.stop(),
  },
];

/** Performs the action of `key` if it is offered now. */
export function performByKey(lab: Lab, key: string): boolean {
  const action = TRAIN_ACTIONS.find((candidate) => candidate.key === key);
  const run = lab.run.getState();
  if (action === undefined || !action.shown(run) || !action.enabled(run, lab.draft.getState())) return false;
  action.perform(lab);
  return true;
}
