/**
 * What a run leaves behind, as plain data. The page shows a recorded run and a live one through this same type;
 * typed arrays become arrays of numbers in JSON.
 */
import type { Artefacts } from './artefacts.ts';
import type { Baseline } from './baselines.ts';
import type { Recipe } from './recipe-types.ts';
import type { RunHashes } from './run-hashes.ts';
import type { StageTrace } from './stage-trace.ts';

/** Which engine computed a run, on what device, and why it was chosen. */
export interface EngineReport {
  readonly engine: 'webgpu' | 'wasm' | 'cpu';
  readonly device: string;
  readonly why: string;
  readonly threads: number;
  /** Result of the parity self-test: largest absolute difference from the reference, or null when not run. */
  readonly parity: number | null;
  readonly graphCapture: 'on' | 'off' | 'twin-check-failed' | 'unsupported';
  readonly versions: Readonly<Record<string, string>>;
  /** Free text facts for the copyable diagnostics: adapter limits, user agent, features. */
  readonly diagnostics: Readonly<Record<string, string>>;
}

export interface StepPoint {
  readonly step: number;
  readonly loss: number;
  /** Share of this batch's rows that were right, 0 to 1. */
  readonly accuracy: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

export interface DevPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Feed-forward activations at the mask position, mean over the probe rows.
 * `prompted` and `plain` are [layers × neurons], row-major, layer 0 first. `scale` is fixed for the whole run.
 */
export interface ActivationFrame {
  readonly step: number;
  readonly layers: number;
  readonly neurons: number;
  readonly scale: number;
  readonly prompted: Float32Array;
  readonly plain: Float32Array;
}

export interface PromptTokenReport {
  readonly position: number;
  readonly gradientNorm: number;
  readonly norm: number;
  /** Vocabulary entries whose embedding is nearest by cosine, best first. */
  readonly nearest: readonly { readonly token: string; readonly id: number; readonly cosine: number }[];
}

export interface ExamplePrediction {
  readonly a: string;
  readonly b?: string;
  /** Index of the true class, or null for a text that the user typed. */
  readonly label: number | null;
  /** Class probabilities with the template alone and with the soft prompt as it stands. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface RunResult {
  readonly bestStep: number;
  readonly dev: number;
  readonly test: number;
  readonly seconds: number;
  readonly stepMs: number;
  readonly compileMs: number;
}

export interface RunRecord {
  /**
   * Version 1 had no hashes; version 2 had one prompt and three baselines by their names. Both are read as records of
   * version 3.
   */
  readonly version: 3;
  readonly recipe: Recipe;
  /** Null where the browser offered none, and in old records. */
  readonly hashes: RunHashes | null;
  readonly labels: readonly string[];
  /** ISO date and time at which the run started. */
  readonly startedAt: string;
  readonly engine: EngineReport;
  readonly points: readonly StepPoint[];
  readonly dev: readonly DevPoint[];
  /** Empty until they were measured. */
  readonly baselines: readonly Baseline[];
  readonly activations: readonly ActivationFrame[];
  readonly promptTokens: { readonly step: number; readonly tokens: readonly PromptTokenReport[] } | null;
  readonly examples: { readonly step: number; readonly rows: readonly ExamplePrediction[] } | null;
  /** Null in records of earlier labs. */
  readonly stage: StageTrace | null;
  /** What the run made, of its best step; `prompt` is [promptLength × width]. */
  readonly artefacts: Artefacts;
  readonly result: RunResult | null;
  /** How the record was made, e.g. the command line; shown with a recorded run. */
  readonly madeBy: string;
}
