/** What a run tells while it is under way, and what it needs to go on from where it stood. */
import type { LabErrorData } from '../errors/lab-error.ts';
import type { Recipe } from './recipe-types.ts';
import type { Artefacts } from './artefacts.ts';
import type { Baseline } from './baselines.ts';
import type { RunHashes } from './run-hashes.ts';
import type {
  ActivationFrame,
  DevPoint,
  EngineReport,
  ExamplePrediction,
  PromptTokenReport,
  RunResult,
  StepPoint,
} from './run-record.ts';

/**
 * Phases in the order in which they come, but that baselines are measured between the first steps and are only a phase
 * of their own for what is left when the steps are done. `total` is null when it can't be known.
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

export type TrainEvent =
  | {
      readonly kind: 'phase';
      readonly phase: TrainPhase;
      readonly done: number;
      readonly total: number | null;
      readonly unit: 'bytes' | 'steps' | 'programs' | 'rows';
      readonly detail: string;
    }
  | { readonly kind: 'engine'; readonly report: EngineReport }
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
  | { readonly kind: 'examples'; readonly step: number; readonly rows: readonly ExamplePrediction[] }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'resumed'; readonly step: number }
  | { readonly kind: 'stopped'; readonly step: number }
  | {
      readonly kind: 'finished';
      readonly result: RunResult;
      readonly artefacts: Artefacts;
    }
  | {
      readonly kind: 'recovered';
      readonly from: 'device-lost' | 'out-of-memory' | 'worker-crashed';
      readonly step: number;
      readonly detail: string;
    }
  | { readonly kind: 'failed'; readonly error: LabErrorData; readonly step: number | null };
