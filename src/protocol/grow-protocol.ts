/**
 * What the page and the worker of growing PLMs say to one another: what a PLM is made of, and what stages cost before anybody
 * trains with them. Requests go through Comlink (`GrowService`), how far loading and counting are over one MessagePort.
 */
import type { GrownStructure } from '../experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../experiment/progressive/growth-recipe.ts';
import type { Answer } from './answer.ts';

export interface GrowEvent {
  readonly kind: 'progress';
  readonly what: string;
  /** Of 1; null where it isn't known. */
  readonly share: number | null;
}

export interface PredictedStage {
  readonly layers: readonly number[];
  readonly neurons: number;
  readonly steps: number;
  /** Operations of its steps, as a share of the same steps' on the whole PLM; mean over seeds. */
  readonly relativeFlops: number;
}

export interface Prediction {
  readonly structure: GrownStructure;
  readonly stages: readonly PredictedStage[];
}

export interface GrowService {
  connect(events: MessagePort): Promise<void>;
  /** Layers and neurons of a PLM, by which stages are checked. */
  structure(plm: string): Promise<Answer<GrownStructure>>;
  /** Counts the operations of the first task's runs in their compiled programs; nothing is trained. */
  predict(recipe: GrowthSweep): Promise<Answer<Prediction>>;
}
