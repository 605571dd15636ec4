/**
 * What the page knows of the run it shows: recorded, restored after a reload, or live. The growing columns of
 * points have one owner (`RunSeries`); everything else is replaced, never changed in place.
 */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { Artefacts } from '../../experiment/artefacts.ts';
import type { Baseline } from '../../experiment/baselines.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type {
  ActivationFrame,
  DevPoint,
  EngineReport,
  ExamplePrediction,
  PromptTokenReport,
  RunRecord,
  RunResult,
} from '../../experiment/run-record.ts';
import type { TrainEvent, TrainPhase } from '../../experiment/train-events.ts';
import { RunSeries } from '../../views/curves/run-series.ts';
import type { JobStatus } from '../job/job-status.ts';

/** `opened` is a run of this device or of a file that somebody asked to see. */
export type RunOrigin = 'none' | 'recorded' | 'restored' | 'opened' | 'live';

export type PhaseEvent = Extract<TrainEvent, { kind: 'phase' }>;

export interface SplitRows {
  readonly train: number;
  readonly dev: number;
  readonly test: number;
}

export interface EarlierRun {
  readonly id: string;
  readonly origin: RunOrigin;
  readonly recipe: Recipe;
  readonly series: RunSeries;
  readonly dev: readonly DevPoint[];
  readonly bestStep: number | null;
  readonly engine: EngineReport | null;
  readonly hashes: RunRecord['hashes'];
  readonly result: RunResult | null;
}

export interface RunState {
  readonly id: string;
  readonly origin: RunOrigin;
  readonly status: JobStatus;
  readonly recipe: Recipe | null;
  readonly labels: readonly string[];
  readonly rows: SplitRows | null;
  readonly startedAt: string;
  readonly madeBy: string;
  readonly engine: EngineReport | null;
  readonly phase: PhaseEvent | null;
  /** The latest phase that was reached; files download and are verified by turns, which is no way back. */
  readonly furthest: TrainPhase | null;
  readonly series: RunSeries;
  readonly secondsLeft: number | null;
  readonly dev: readonly DevPoint[];
  readonly bestStep: number | null;
  readonly baselines: readonly Baseline[];
  readonly activations: readonly ActivationFrame[];
  readonly promptTokens: RunRecord['promptTokens'];
  /** Largest gradient norm of a soft token so far: the fixed end of the strip's scale. */
  readonly tokenLimit: number;
  readonly stage: RunRecord['stage'];
  readonly examples: { readonly step: number; readonly rows: readonly ExamplePrediction[] } | null;
  readonly artefacts: Artefacts;
  readonly result: RunResult | null;
  readonly hashes: RunRecord['hashes'];
  readonly warnings: readonly string[];
  /** What is said while something that broke, such as the connection, is waited for. */
  readonly waiting: string | null;
  readonly recovered: Extract<TrainEvent, { kind: 'recovered' }> | null;
  readonly error: { readonly data: LabErrorData; readonly step: number | null } | null;
  /** Step of the last checkpoint, from which a resumed run goes on. */
  readonly checkpointStep: number | null;
  readonly earlier: readonly EarlierRun[];
  /** Id of the earlier run that this one is to be the same as. */
  readonly repeats: string | null;
}

export const EMPTY_RUN: RunState = {
  id: '',
  origin: 'none',
  status: 'idle',
  recipe: null,
  labels: [],
  rows: null,
  startedAt: '',
  madeBy: '',
  engine: null,
  phase: null,
  furthest: null,
  series: new RunSeries(),
  secondsLeft: null,
  dev: [],
  bestStep: null,
  baselines: [],
  activations: [],
  promptTokens: null,
  tokenLimit: 0,
  stage: null,
  examples: null,
  artefacts: {},
  result: null,
  hashes: null,
  warnings: [],
  waiting: null,
  recovered: null,
  error: null,
  checkpointStep: null,
  earlier: [],
  repeats: null,
};

/** In the order of a run. */
export const PHASE_ORDER: readonly TrainPhase[] = [
  'download',
  'verify',
  'compile',
  'warm-up',
  'baselines',
  'train',
  'test',
  'done',
];

export function laterPhase(a: TrainPhase | null, b: TrainPhase): TrainPhase {
  return a !== null && PHASE_ORDER.indexOf(a) > PHASE_ORDER.indexOf(b) ? a : b;
}

/** The dev point that wins: highest accuracy, the earliest of equals. */
export function bestOf(dev: readonly DevPoint[]): DevPoint | null {
  return dev.reduce<DevPoint | null>(
    (best, point) => (best === null || point.accuracy > best.accuracy ? point : best),
    null,
  );
}

export function largestGradient(tokens: readonly PromptTokenReport[]): number {
  return tokens.reduce((most, token) => Math.max(most, token.gradientNorm), 0);
}
