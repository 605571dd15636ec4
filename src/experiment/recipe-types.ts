/**
 * A recipe says everything that decides a run (design.md section 5): with the same recipe, engine and device,
 * the same curve comes out bit for bit. The page edits one, the command line runs one, a run record holds one.
 */
export type PromptInit =
  | { readonly kind: 'vocab' }
  | { readonly kind: 'normal'; readonly sigma: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class-words' }
  | { readonly kind: 'saved'; readonly promptId: string };

export type OptimizerSettings =
  | {
      readonly kind: 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: 'adafactor';
      readonly weightDecay: number;
      readonly clipThreshold: number;
      readonly decayRate: number;
    }
  | { readonly kind: 'sgd'; readonly momentum: number; readonly nesterov: boolean };

export type ScheduleKind = 'linear' | 'constant' | 'cosine';

export type EngineChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

export interface Recipe {
  readonly version: 1;
  readonly plm: string;
  readonly task: string;
  /** Text with `{a}`, optionally `{b}`, and exactly one `[MASK]`, e.g. `{a} it was [MASK] .` */
  readonly template: string;
  /** Label words of each class, in the order of the task's labels; a class may have several. */
  readonly labelWords: readonly (readonly string[])[];
  readonly promptLength: number;
  readonly init: PromptInit;
  readonly optimizer: OptimizerSettings;
  readonly learningRate: number;
  readonly schedule: ScheduleKind;
  /** Share of all steps over which the rate rises linearly from zero. */
  readonly warmupShare: number;
  /** Limit on the gradient's Euclidean norm; null leaves it as it is. */
  readonly clipNorm: number | null;
  readonly steps: number;
  readonly batch: number;
  /** Most tokens of `[CLS] text [SEP]`; the soft prompt comes on top. */
  readonly maxLength: number;
  readonly evalEvery: number;
  readonly seed: number;
  readonly engine: EngineChoice;
}
