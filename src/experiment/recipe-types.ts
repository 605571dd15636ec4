/**
 * A recipe says everything that decides a run (design.md section 5): with the same recipe, engine and device,
 * the same curve comes out bit for bit. The page edits one, the command line runs one, a run record holds one.
 */
import type { OptimizerSettings } from './optimisers.ts';

export type { OptimizerSettings };

export type PromptInit =
  | { readonly kind: 'vocab' }
  | { readonly kind: 'normal'; readonly sigma: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class-words' }
  | { readonly kind: 'saved'; readonly promptId: string };

export type ScheduleKind = 'linear' | 'constant' | 'cosine';

export type EngineChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

/** How something is trained, whatever it is. */
export interface TrainingSettings {
  readonly optimizer: OptimizerSettings;
  readonly learningRate: number;
  readonly schedule: ScheduleKind;
  /** Share of all steps over which the rate rises linearly from zero. */
  readonly warmupShare: number;
  /** Limit on the gradient's Euclidean norm; null leaves it as it is. */
  readonly clipNorm: number | null;
  readonly steps: number;
  readonly batch: number;
  readonly evalEvery: number;
}

/** A kept verbalizer as recipes name it. */
export interface VerbalizerName {
  readonly name: string;
  /** Of its labels and words. */
  readonly sha256: string;
}

/** What recipes of all methods have. */
export interface RecipeBase {
  readonly version: 2;
  readonly method: string;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly training: TrainingSettings;
}

/** Soft prompt tuning of one PLM on one task (Lester et al. 2021). */
export interface PromptRecipe extends RecipeBase {
  readonly method: 'prompt';
  readonly plm: string;
  readonly task: string;
  /** Text with `{a}`, optionally `{b}`, and exactly one `[MASK]`, e.g. `{a} it was [MASK] .` */
  readonly template: string;
  /** Label words of each class, in the order of the task's labels; a class may have several. */
  readonly labelWords: readonly (readonly string[])[];
  /** The verbalizer that the label words are, where they are one that was kept; it decides nothing. */
  readonly verbalizer?: VerbalizerName | undefined;
  /** Weights of the label words, trained along with a rate of their own (KPT, section 3.3); absent: all words count alike. */
  readonly wordWeights?: { readonly learningRate: number } | undefined;
  readonly promptLength: number;
  readonly init: PromptInit;
  /** Most tokens of `[CLS] text [SEP]`; the soft prompt comes on top. */
  readonly maxLength: number;
}

export type Recipe = PromptRecipe;
