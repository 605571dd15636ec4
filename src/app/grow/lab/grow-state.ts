/** How the place Grow begins, and how events of a live run change what is known. Pure. */
import { ARM, armsOf } from '../../../experiment/progressive/cells/arm.ts';
import type { GrowthSweep } from '../../../experiment/progressive/growth-recipe.ts';
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { reduceLiveSweep } from '../../sweep/live-sweep-state.ts';
import type { ArmNow, GrowState } from '../grow-lab-types.ts';

export const EMPTY_GROW: GrowState = {
  origin: 'none',
  status: 'idle',
  shown: null,
  structure: null,
  costs: new Map(),
  loading: null,
  progress: null,
  prediction: { kind: 'none' },
  now: null,
  error: null,
  recorded: [],
};

/** Which run of the sweep a cell is; null for one that trains none of the compared runs. */
function armOfCell(recipe: GrowthSweep, cell: string): Pick<ArmNow, 'arm' | 'seed'> | null {
  for (const seed of recipe.seeds)
    for (const task of recipe.tasks)
      for (const arm of armsOf(recipe))
        if (ARM.id({ kind: 'arm', arm, task, seed }) === cell) return { arm, seed };
  return null;
}

/** The run under way after one more of its steps; another cell's losses are another run's. */
function nowAfter(
  { now }: GrowState,
  recipe: GrowthSweep,
  { progress }: Extract<SweepEvent, { kind: 'progress' }>,
): ArmNow | null {
  const { cell, done, total, loss } = progress;
  const own = armOfCell(recipe, cell);
  if (own === null) return null;
  const isSame = now?.arm === own.arm && now.seed === own.seed;
  const before = isSame ? now.losses : [];
  // While test rows are read, the run stands where it ended.
  if (loss === undefined) return isSame ? now : { ...own, steps: recipe.training.steps, losses: before };
  const first = before.at(-1)?.step ?? 0;
  return { ...own, steps: total, losses: [...(done < first ? [] : before), { step: done, loss }] };
}

/** @param recipe of the run under way; null before it was opened */
export function reduceGrowEvent(state: GrowState, event: SweepEvent, recipe: GrowthSweep | null): GrowState {
  const next = reduceLiveSweep(state, event, 'what is trained is kept.');
  switch (event.kind) {
    case 'progress':
      return { ...next, now: recipe === null ? null : nowAfter(state, recipe, event) };
    case 'stopped':
    case 'finished':
    case 'failed':
      return { ...next, now: null };
    default:
      return next;
  }
}

/** What the live region says of an event. */
export function growAnnouncement(event: SweepEvent): string | null {
  switch (event.kind) {
    case 'opened':
      return 'Growing begins.';
    case 'paused':
      return 'Paused.';
    case 'resumed':
      return 'Growing goes on.';
    case 'stopped':
      return 'Stopped; finished parts are kept.';
    case 'finished':
      return 'All runs are finished.';
    case 'failed':
      return `Growing failed. ${event.error.message}`;
    default:
      return null;
  }
}
