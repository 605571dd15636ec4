/** The order in which a run's PLM gets its neurons back. */
import { scoresOf, SCORES } from '../../experiment/progressive/cells/scores.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { inverseOrder, orderByScore, randomOrder } from './choose-neurons.ts';
import type { GrowthWorld } from './growth-world.ts';
import type { NeuronOrders } from './stage-versions.ts';

/** @param seed decides which neurons come first where nothing else does */
export async function neuronOrders(
  { world, need }: Pick<CellContext<GrowthWorld>, 'world' | 'need'>,
  task: string,
  seed: number,
): Promise<NeuronOrders> {
  const { layers } = await world.structure();
  const { selectNeurons: selection } = world.sweep;
  if (selection === 'random') {
    const sizes = layers.flatMap(({ neurons }) => neurons);
    return {
      name: `random ${String(seed)}`,
      orders: sizes.map((size, block) => randomOrder(size, seed, block)),
    };
  }
  const { sizes, scores } = await need(SCORES, scoresOf(task));
  const order = selection === 'activation' ? orderByScore : inverseOrder;
  let at = 0;
  return {
    name: `${selection} ${task}`,
    orders: sizes.map((size) => order(scores.subarray(at, (at += size)))),
  };
}

/** Whether a stage cuts neurons, so that their order matters. */
export const cutsNeurons = (
  stages: readonly { readonly kept: readonly number[]; readonly layers: readonly number[] }[],
  layers: readonly { readonly neurons: readonly number[] }[],
): boolean =>
  stages.some((stage) =>
    stage.layers.flatMap((layer) => layers[layer].neurons).some((size, block) => stage.kept[block] < size),
  );
