/**
 * What decides a transfer sweep, as plain data (design.md section 5): a soft prompt for every task and seed, every
 * prompt on every task, and what is asked of the prompts beyond. Its cells are independent of one another.
 */
import type { PromptTraining } from '../prompt/prompt-training.ts';
import type { SweepRecipe } from '../sweep/sweep-recipe.ts';
import type { EarlyLooks } from './early-looks.ts';

/** `shared`: all tasks of a seed start from the same initial prompt, as in the paper. `own`: each from one of its own. */
export type StartKind = 'shared' | 'own';

export interface TaskPair {
  readonly source: string;
  readonly target: string;
}

export interface MaskingSettings {
  /** Tasks whose prompts' neurons are switched off. */
  readonly tasks: readonly string[];
  /** Shares of all neurons, 0 to 1. */
  readonly shares: readonly number[];
  /** By which activation neurons are ranked: the value as it is (the toolkit's way), or its size. */
  readonly ranking: 'signed' | 'absolute';
  /** Whether the share is taken of all layers together (the toolkit's way) or of each layer. */
  readonly budget: 'all-layers' | 'each-layer';
  /** Random masks of the same size, a share and seed. */
  readonly randomMasks: number;
  /** First test rows used. */
  readonly rows: number;
}

/** Those that are trained, then the closed forms. */
export const PROJECTORS = [
  'per-token',
  'low-rank',
  'whole-prompt',
  'least-squares',
  'procrustes',
  'relative',
] as const;

export type ProjectorKind = (typeof PROJECTORS)[number];

/** Projectors that need no training: they see word embeddings alone, and no prompt. */
export const CLOSED_FORMS = [
  'least-squares',
  'procrustes',
  'relative',
] as const satisfies readonly ProjectorKind[];

export type ClosedFormKind = (typeof CLOSED_FORMS)[number];

export const isClosedForm = (kind: ProjectorKind): kind is ClosedFormKind =>
  CLOSED_FORMS.some((form) => form === kind);

export type ProjectorObjective = 'distance' | 'task' | 'both';

/** A projector from the sweep's PLM to another (Su et al. 2022, section 5). Tasks are declared before the run. */
export interface ProjectionSettings {
  readonly toPlm: string;
  readonly projector: ProjectorKind;
  /** Ignored by the closed forms, which have none. */
  readonly objective: ProjectorObjective;
  /** Inner width of `low-rank`, hidden width of `whole-prompt`; ignored by the others. */
  readonly hidden: number;
  readonly trainTasks: readonly string[];
  readonly heldOutTasks: readonly string[];
  readonly steps: number;
  readonly learningRate: number;
  /** Tasks that are trained on the other PLM from their projected prompt, too. */
  readonly initialise: readonly string[];
}

/** Source recommendation: each task is taken for a new one, of which only a few training rows are known. */
export interface RecommendationSettings {
  /** Training rows to learn from; as many further ones are asked. */
  readonly examples: number;
  /** Steps of the short prompt that the bank's prompts are compared with. */
  readonly steps: number;
  /** Steps from each prompt of the bank, after which the further rows are asked again. */
  readonly probeSteps: number;
}

/**
 * Prompt arithmetic: a task’s vector τ is its trained prompt minus the start of its training, and start + λτ is asked
 * without training (task arithmetic: Ilharco et al., ICLR 2023; task prompt vectors: Belanec et al. 2024).
 */
export interface ArithmeticSettings {
  /** Tasks whose vectors are scaled, and put on another start. */
  readonly tasks: readonly string[];
  /** Values of λ. */
  readonly scales: readonly number[];
  /** Two tasks each, whose vectors are added; asked on both. */
  readonly sums: readonly (readonly [string, string])[];
}

export interface TransferSweep extends SweepRecipe {
  readonly version: 1;
  readonly kind: 'transfer';
  /** Label words are the task's own, and so is the template unless one is given. */
  readonly training: PromptTraining;
  /** One template for all tasks, as the paper has none of a task's own; without, each task has its own. */
  readonly template?: string | undefined;
  readonly starts: readonly StartKind[];
  /** First dev rows of each task, on which the best step is chosen; null for all. */
  readonly devRows: number | null;
  /** First test rows of each task; null for all. */
  readonly testRows: number | null;
  /** Untrained prompts, drawn as initial ones are, a seed. */
  readonly randomPrompts: number;
  /** First dev rows over which activated neurons are averaged, beside those of the prompt alone. */
  readonly probeRows: number;
  /** Pairs for which the target is trained again from the source's prompt. */
  readonly initialisation: readonly TaskPair[];
  /** How both starts of `initialisation` are trained; without, with all rows, and looked at as the sweep's prompts are. */
  readonly earlyLooks?: EarlyLooks;
  readonly masking: MaskingSettings | null;
  readonly recommendation: RecommendationSettings | null;
  readonly projections: readonly ProjectionSettings[];
  /** Not in recipes of before. */
  readonly arithmetic?: ArithmeticSettings | undefined;
}
