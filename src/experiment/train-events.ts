/** What a run tells while it is under way, and what it needs to go on from where it stood. */
import type { JobEvent } from './job-events.ts';
import type { Recipe } from './recipe-types.ts';
import type { Artefacts } from './artefacts.ts';
import type { Baseline } from './baselines.ts';
import type { RunHashes } from './run-hashes.ts';
import type { StageFrame, StageOpening } from './stage-trace.ts';
import type {
  ActivationFrame,
  DevPoint,
  ExamplePrediction,
  PromptTokenReport,
  RunResult,
  StepPoint,
} from './run-record.ts';

/**
 * Phases in the order in which they come, but that baselines are measured between the first steps and are only a phase
 * of their own for what is left when the steps are done.
 */
export type TrainPhase =
  'download' | 'verify' | 'compile' | 'warm-up' | 'baselines' | 'train' | 'test' | 'done';

/** Enough to go on exactly where a run stood: the optimiser's state, the best prompt so far, what was seen. */
export interface Checkpoint {
  readonly recipe: Recipe;
  readonly step: number;
  readonly state: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly values: Float32Array }>
  >;
  readonly best: { readonly step: number; readonly dev: number; readonly artefacts: Artefacts } | null;
  readonly points: readonly StepPoint[];
  readonly dev: readonly DevPoint[];
  readonly baselines: readonly Baseline[];
  readonly secondsSoFar: number;
}

export interface TrainTerms {
  readonly phase: TrainPhase;
  readonly at: { readonly step: number };
  readonly result: {
    readonly result: RunResult;
    readonly artefacts: Artefacts;
  };
}

export type TrainEvent =
  | JobEvent<TrainTerms>
  | { readonly kind: 'hashes'; readonly hashes: RunHashes | null }
  | {
      readonly kind: 'task';
      readonly labels: readonly string[];
      readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'steps';
      readonly points: readonly StepPoint[];
      readonly secondsSoFar: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'dev'; readonly point: DevPoint; readonly best: boolean }
  | { readonly kind: 'baselines'; readonly baselines: readonly Baseline[] }
  | { readonly kind: 'activations'; readonly frame: ActivationFrame }
  | { readonly kind: 'prompt-tokens'; readonly step: number; readonly tokens: readonly PromptTokenReport[] }
  | { readonly kind: 'stage-opened'; readonly opening: StageOpening }
  | { readonly kind: 'stage'; readonly frame: StageFrame }
  | { readonly kind: 'examples'; readonly step: number; readonly rows: readonly ExamplePrediction[] }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint };
