/**
 * What decides a sweep of growing PLMs (fast prompt tuning, Huang et al. 2022), as plain data: a prompt that is trained
 * while its PLM grows, beside partners that train on the whole PLM at the same cost.
 */
import type { PromptTraining } from '../prompt/prompt-training.ts';
import type { SweepRecipe } from '../sweep/sweep-recipe.ts';
import type { LayerSelection } from './layer-choice.ts';
import type { StagePlan } from './stages.ts';

/** By falling activation; the controls by nothing, and by rising activation. */
export const NEURON_SELECTIONS = ['activation', 'random', 'inverse'] as const;

export type NeuronSelection = (typeof NEURON_SELECTIONS)[number];

/** Partners of the growing run: all of its steps, its operations, its seconds on the whole PLM. */
export const COMPARISONS = ['full', 'flops', 'seconds'] as const;

export type Comparison = (typeof COMPARISONS)[number];

/**
 * When the PLM grows: after the planned steps, or before that, once the loss of the last `window` steps is less than
 * `epsilon` below that of the `window` steps before them (spec 0.7).
 */
export type GrowthRule =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'plateau'; readonly epsilon: number; readonly window: number };

/** A prompt that all runs start from in place of an untrained one. */
export interface GivenStart {
  /** Where it came from. */
  readonly name: string;
  readonly length: number;
  readonly width: number;
  readonly values: readonly number[];
}

export interface GrowthSweep extends SweepRecipe {
  readonly version: 2;
  readonly method: 'grow';
  readonly training: PromptTraining;
  /** In place of the tasks' own. */
  readonly template?: string | undefined;
  readonly labelWords?: readonly (readonly string[])[] | undefined;
  readonly start?: GivenStart | undefined;
  readonly devRows: number | null;
  readonly testRows: number | null;
  readonly stages: StagePlan;
  readonly selectLayers: LayerSelection;
  readonly selectNeurons: NeuronSelection;
  /** Training rows by which neurons are scored. */
  readonly scoreRows: number;
  readonly growth: GrowthRule;
  /** Whether an encoder-decoder's decoder grows along with its encoder. */
  readonly decoder: boolean;
  readonly compare: readonly Comparison[];
  /** Whether prompts are trained on every part alone too, to be compared with one another. */
  readonly similarity?: boolean | undefined;
  /** Whether the growing runs' prompts are read by parts of every depth and width of the stages. */
  readonly grid?: boolean | undefined;
}
