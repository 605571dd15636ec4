/** What each of the worker's events does to the run shown. */
import { foldRunEvent } from '../../experiment/run-fold.ts';
import type { TrainEvent } from '../../experiment/train-events.ts';
import { isActive, waitingText } from '../job/job-status.ts';
import { largestGradient, laterPhase, type RunState } from './run-state.ts';

/** More frames than this are thinned out: every second one goes, the ends stay. */
const MOST_FRAMES = 120;

/** The state after `event`. The run's series is appended to in place; a new state says that something changed. */
export function reduceEvent(state: RunState, event: TrainEvent): RunState {
  const folded = { ...state, ...foldRunEvent(state, event) };
  // Whatever else is heard, the wait is over.
  return {
    ...folded,
    ...shownChange(folded, event),
    waiting: event.kind === 'waiting' ? waitingText(event) : null,
  };
}

/** What the page shows beyond what a record keeps. */
function shownChange(state: RunState, event: TrainEvent): Partial<RunState> {
  switch (event.kind) {
    case 'phase':
      if (!isActive(state.status)) return {};
      return {
        phase: event,
        furthest: laterPhase(state.furthest, event.phase),
        status: state.status === 'starting' ? 'running' : state.status,
      };
    case 'task':
      return { rows: event.rows, warnings: event.warnings };
    case 'steps':
      state.series.append(event.points, event.secondsSoFar);
      return { secondsLeft: event.secondsLeft };
    case 'activations':
      return { activations: thinned(state.activations) };
    case 'prompt-tokens':
      return { tokenLimit: Math.max(state.tokenLimit, largestGradient(event.tokens)) };
    case 'checkpoint':
      return { checkpointStep: event.checkpoint.step };
    case 'paused':
      return { status: 'paused' };
    case 'resumed':
      // A run of a former visit is this visit's from here on.
      return { status: 'running', origin: 'live' };
    case 'stopped':
      return { status: 'stopped', secondsLeft: null };
    case 'finished':
      return { status: 'finished', secondsLeft: null, checkpointStep: null };
    case 'recovered':
      return { recovered: event, error: null, furthest: null };
    case 'failed':
      return { status: 'failed', error: { data: event.error, step: event.step }, secondsLeft: null };
    case 'engine':
    case 'hashes':
    case 'dev':
    case 'baselines':
    case 'examples':
    case 'stage-opened':
    case 'stage':
    case 'waiting':
    case 'storage-problem':
      return {};
    default:
      return event satisfies never;
  }
}

function thinned<T>(frames: readonly T[]): readonly T[] {
  if (frames.length <= MOST_FRAMES) return frames;
  return frames.filter((_, i) => i % 2 === 0 || i === frames.length - 1);
}
