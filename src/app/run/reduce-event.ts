/** What each of the worker's events does to the run shown. */
import type { TrainEvent } from '../../experiment/train-events.ts';
import { isActive, largestGradient, laterPhase, type RunState } from './run-state.ts';

/** More frames than this are thinned out: every second one goes, the ends stay. */
const MOST_FRAMES = 120;

/** The state after `event`. The run's series is appended to in place; a new state says that something changed. */
export function reduceEvent(state: RunState, event: TrainEvent): RunState {
  switch (event.kind) {
    case 'phase':
      if (!isActive(state.status)) return state;
      return {
        ...state,
        phase: event,
        furthest: laterPhase(state.furthest, event.phase),
        status: state.status === 'starting' ? 'running' : state.status,
      };
    case 'engine':
      return { ...state, engine: event.report };
    case 'hashes':
      return { ...state, hashes: event.hashes };
    case 'task':
      return { ...state, labels: event.labels, rows: event.rows, warnings: event.warnings };
    case 'steps':
      state.series.append(event.points, event.secondsSoFar);
      return { ...state, secondsLeft: event.secondsLeft };
    case 'dev':
      if (state.dev.some(({ step }) => step === event.point.step)) return state;
      return {
        ...state,
        dev: [...state.dev, event.point],
        bestStep: event.best ? event.point.step : state.bestStep,
      };
    case 'baselines':
      return { ...state, baselines: event.baselines };
    case 'activations': {
      const kept = state.activations.filter(({ step }) => step < event.frame.step);
      return { ...state, activations: thinned([...kept, event.frame]) };
    }
    case 'prompt-tokens':
      return {
        ...state,
        promptTokens: { step: event.step, tokens: event.tokens },
        tokenLimit: Math.max(state.tokenLimit, largestGradient(event.tokens)),
      };
    case 'examples':
      return { ...state, examples: { step: event.step, rows: event.rows } };
    case 'checkpoint': {
      const { step, best } = event.checkpoint;
      const artefacts = best === null ? state.artefacts : best.artefacts;
      return { ...state, checkpointStep: step, artefacts, bestStep: best?.step ?? state.bestStep };
    }
    case 'paused':
      return { ...state, status: 'paused' };
    case 'resumed':
      // A run of a former visit is this visit's from here on.
      return { ...state, status: 'running', origin: 'live' };
    case 'stopped':
      return { ...state, status: 'stopped', secondsLeft: null };
    case 'finished':
      return {
        ...state,
        status: 'finished',
        result: event.result,
        artefacts: event.artefacts,
        bestStep: event.result.bestStep,
        secondsLeft: null,
        checkpointStep: null,
      };
    case 'recovered':
      return { ...state, recovered: event, error: null, furthest: null };
    case 'failed':
      return {
        ...state,
        status: 'failed',
        error: { data: event.error, step: event.step },
        secondsLeft: null,
      };
    default:
      return event satisfies never;
  }
}

function thinned<T>(frames: readonly T[]): readonly T[] {
  if (frames.length <= MOST_FRAMES) return frames;
  return frames.filter((_, i) => i % 2 === 0 || i === frames.length - 1);
}
