/** What a PLM is made of, and what stages cost, without a step of training. */
import { COST, type CostCell, type PredictedCost } from '../../src/experiment/progressive/cells/cost.ts';
import type { GrowthSweep } from '../../src/experiment/progressive/growth-recipe.ts';
import type { GrownStructure } from '../../src/experiment/progressive/growth-record.ts';
import { resultOf, type CellResult } from '../../src/experiment/sweep/cell-kind.ts';
import type { SweepProgress } from '../../src/experiment/sweep/sweep-progress.ts';
import { isFailed } from '../../src/experiment/sweep/sweep-record.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { growthMethod } from '../../src/methods/progressive/growth-method.ts';
import { runSweep } from '../../src/methods/sweep/run-sweep.ts';
import type { SweepSources } from '../../src/methods/sweep/sweep-world.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { plmStructure } from '../../src/plm/structure.ts';
import type { Prediction } from '../../src/protocol/grow-protocol.ts';

export interface ForecastParts {
  readonly sources: SweepSources;
  readonly onProgress: (progress: SweepProgress) => void;
}

/** @throws LabError what opening the PLM throws */
export async function structureOf(plm: string, sources: Pick<SweepSources, 'plm'>): Promise<GrownStructure> {
  return plmStructure((await sources.plm(plm)).plm);
}

/** @throws LabError `recipe` or `no-partial` for stages that the PLM can't have; what opening PLM and task throws */
export async function predictCost(
  recipe: GrowthSweep,
  { sources, onProgress }: ForecastParts,
): Promise<Prediction> {
  const world = growthMethod.world(recipe, sources);
  const [task] = recipe.tasks;
  const stages = await world.stages();
  const cells = recipe.seeds.map((seed): CostCell => ({ kind: 'cost', task, seed }));
  const found: Record<string, CellResult> = {};
  await runSweep({
    method: growthMethod,
    world,
    cells,
    known: {},
    control: new RunControl(),
    onCell: (id, result) => {
      found[id] = result;
      return Promise.resolve();
    },
    onProgress,
  });
  for (const result of Object.values(found)) if (isFailed(result)) throw new LabError(result.error);
  const costs = cells.flatMap((cell): readonly PredictedCost[] => {
    const cost = resultOf(found, COST, cell);
    return cost === null ? [] : [cost];
  });
  return {
    structure: await world.structure(),
    stages: stages.map(({ layers, neurons, from, to }, stage) => ({
      layers,
      neurons,
      steps: to - from + 1,
      relativeFlops: relativeOf(costs, stage),
    })),
  };
}

const relativeOf = (costs: readonly PredictedCost[], stage: number): number =>
  costs.reduce((sum, { stages, whole }) => sum + stages[stage] / whole[stage], 0) / costs.length;
