/** Where a run on a growing PLM stands, so that it can go on inside a stage as if it had never been interrupted. */
import type { GrowthPoint } from './cells/arm.ts';

/** What is noted of a stage while it lasts. */
export interface StageNotes {
  steps: number;
  flops: number;
  trainedMs: number;
  compileMs: number;
  warmUpMs: number;
  switchMs: number;
}

export interface GrowthCheckpoint {
  /** Steps taken. */
  readonly step: number;
  /** Of the step that was taken last. */
  readonly stage: number;
  /** Steps that had been taken when it began. */
  readonly stageBegan: number;
  /** Prompt, optimiser state and history. */
  readonly state: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly values: Float32Array }>
  >;
  /** Of the points so far, on the whole PLM. */
  readonly best: { readonly step: number; readonly dev: number; readonly prompt: Float32Array } | null;
  /** Of every step. */
  readonly losses: readonly number[];
  readonly points: readonly GrowthPoint[];
  readonly pointMs: readonly number[];
  /** [length × width] at each point. */
  readonly prompts: readonly Float32Array[];
  readonly stages: readonly Readonly<StageNotes>[];
}
