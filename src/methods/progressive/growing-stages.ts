/** The stages of one run, ready to train with. */
import type { Stage } from '../../experiment/progressive/stages.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import type { GrowingStage } from './growth-run.ts';
import type { GrowthWorld } from './growth-world.ts';
import { cutsNeurons, neuronOrders } from './neuron-orders.ts';
import { versionOf } from './stage-versions.ts';

/** @param of the stages of the sweep, unless others are given */
export async function growingStages(
  context: Pick<CellContext<GrowthWorld>, 'world' | 'need'>,
  task: string,
  seed: number,
  of?: readonly Stage[],
): Promise<readonly (GrowingStage & Pick<Stage, 'from'>)[]> {
  const { world } = context;
  const [stages, structure] = [of ?? (await world.stages()), await world.structure()];
  // Scoring takes a pass over the training rows, which growth in depth alone can do without.
  const orders = cutsNeurons(stages, structure.layers)
    ? await neuronOrders(context, task, seed)
    : { name: 'none', orders: [] };
  return stages.map((stage) => ({
    version: versionOf(stage, structure, orders),
    from: stage.from,
    to: stage.to,
  }));
}
