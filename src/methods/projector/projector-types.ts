/** A trained projector as plain data: it can be stored, sent to a worker and applied without the PLM it was made for. */
import type {
  ClosedFormKind,
  ProjectionSettings,
  ProjectorKind,
} from '../../experiment/transfer/sweep-recipe.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';

/** Between the two linear maps of `whole-prompt`. The paper's authors used tanh, and LeakyReLU with slope 0.01. */
export type Activation = 'tanh' | 'leaky-relu';

export type TrainedKind = Exclude<ProjectorKind, ClosedFormKind>;

/** Projectors that are weights and a graph; `relative` is neither, it solves for every row anew. */
export type WeightedKind = Exclude<ProjectorKind, 'relative'>;

/** Closed forms that are an affine map. */
export type AffineKind = Exclude<ClosedFormKind, 'relative'>;

/** What decides the weights' shapes. */
export interface ProjectorShape {
  readonly sourceWidth: number;
  readonly targetWidth: number;
  /** Virtual tokens; only `whole-prompt` is bound to it, the others map any number of rows. */
  readonly promptLength: number;
  /** Inner width; only of `low-rank` and `whole-prompt`. */
  readonly hidden: number;
  readonly activation: Activation;
}

export interface ProjectorWeight {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

export interface TrainedProjector {
  readonly settings: ProjectionSettings & { readonly projector: WeightedKind };
  readonly shape: ProjectorShape;
  readonly weights: Readonly<Record<string, ProjectorWeight>>;
  /** Training loss, one a step; empty for closed forms. */
  readonly losses: readonly number[];
  readonly parameters: number;
  /** Time that training took, pauses left out. */
  readonly seconds: number;
}

/** Prompts of the source PLM → prompts of the target PLM, as long as they are. @throws LabError `prompt` for what doesn't fit */
export type Project = (prompt: SavedPrompt) => SavedPrompt;

/** A projector of any kind, ready for use. */
export interface Projector extends Pick<TrainedProjector, 'losses' | 'parameters' | 'seconds'> {
  readonly project: Project;
}
