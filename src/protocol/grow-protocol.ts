/** What the sweep worker tells of a growing PLM before anybody trains with it: what it is made of, and what its stages cost. */
import type { GrownStructure } from '../experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../experiment/progressive/growth-recipe.ts';
import type { Answer } from './answer.ts';

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

export interface GrowthForecast {
  /** Layers and neurons of a PLM, by which stages are checked. */
  structure(plm: string): Promise<Answer<GrownStructure>>;
  /** Counts the operations of the first task's runs in their compiled programs; nothing is trained or kept. */
  predict(recipe: GrowthSweep): Promise<Answer<Prediction>>;
}
