/** What a run's events add up to, for whoever keeps a record of it: the page, the command line. Pure. */
import type { RunRecord } from './run-record.ts';
import { openedStage, withFrame } from './stage-trace.ts';
import type { TrainEvent } from './train-events.ts';

/** What follows from the events alone. The steps' points have an owner of their own: they grow too fast to be copied. */
export type RunFold = Pick<
  RunRecord,
  | 'labels'
  | 'hashes'
  | 'dev'
  | 'baselines'
  | 'activations'
  | 'promptTokens'
  | 'examples'
  | 'stage'
  | 'artefacts'
  | 'result'
> & {
  readonly engine: RunRecord['engine'] | null;
  /** The step that was best on dev so far. */
  readonly bestStep: number | null;
};

export const EMPTY_FOLD: RunFold = {
  labels: [],
  hashes: null,
  engine: null,
  dev: [],
  bestStep: null,
  baselines: [],
  activations: [],
  promptTokens: null,
  examples: null,
  stage: null,
  artefacts: {},
  result: null,
};

/** What `event` changes; nothing for one that leaves no trace in a record. A run that was recovered tells some things twice. */
export function foldRunEvent(run: RunFold, event: TrainEvent): Partial<RunFold> {
  switch (event.kind) {
    case 'engine':
      return { engine: event.report };
    case 'hashes':
      return { hashes: event.hashes };
    case 'task':
      return { labels: event.labels };
    case 'dev': {
      const { point, best } = event;
      if (run.dev.some(({ step }) => step === point.step)) return {};
      return { dev: [...run.dev, point], ...(best && { bestStep: point.step }) };
    }
    case 'baselines':
      return { baselines: event.baselines };
    case 'activations': {
      const { frame } = event;
      return { activations: [...run.activations.filter(({ step }) => step < frame.step), frame] };
    }
    case 'prompt-tokens':
      return { promptTokens: { step: event.step, tokens: event.tokens } };
    case 'examples':
      return { examples: { step: event.step, rows: event.rows } };
    case 'stage-opened':
      return { stage: openedStage(run.stage, event.opening) };
    case 'stage':
      return run.stage === null ? {} : { stage: withFrame(run.stage, event.frame) };
    case 'checkpoint': {
      const { best } = event.checkpoint;
      return best === null ? {} : { artefacts: best.artefacts, bestStep: best.step };
    }
    case 'finished':
      return { result: event.result, artefacts: event.artefacts, bestStep: event.result.bestStep };
    default:
      return {};
  }
}
