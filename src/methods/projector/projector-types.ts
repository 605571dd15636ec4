/** A trained projector as plain data: it can be stored, sent to a worker and applied without the PLM it was made for. */
import type { ProjectionSettings, ProjectorKind } from '../../experiment/transfer/sweep-recipe.ts';

/** Between the two linear maps of `whole-prompt`. The paper's authors used tanh, and LeakyReLU with slope 0.01. */
export type Activation = 'tanh' | 'leaky-relu';

export type ClosedFormKind = Extract<ProjectorKind, 'least-squares' | 'procrustes'>;

export type TrainedKind = Exclude<ProjectorKind, ClosedFormKind>;

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
  readonly settings: ProjectionSettings;
  readonly shape: ProjectorShape;
  readonly weights: Readonly<Record<string, ProjectorWeight>>;
  /** Training loss, one a step; empty for closed forms. */
  readonly losses: readonly number[];
  readonly parameters: number;
  /** Time that training took, pauses left out. */
  readonly seconds: number;
}
