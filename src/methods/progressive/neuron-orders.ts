/** The order in which a run's PLM gets its neurons back. */
import { scoresOf, SCORES } from '../../experiment/progressive/cells/scores.ts';
import type { NeuronSelection } from '../../experiment/progressive/growth-recipe.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { inverseOrder, orderByScore, randomOrder } from './choose-neurons.ts';
import type { GrowthWorld } from './growth-world.ts';
import type { NeuronOrders } from './stage-versions.ts';

/**
 * One order a block.
 * @param scores of all blocks, one after another; not looked at where the selection is random
 * @param seed decides which neurons come first where nothing else does
 */
export function ordersBy(
  selection: NeuronSelection,
  sizes: readonly number[],
  scores: Float32Array,
  seed: number,
): NeuronOrders['orders'] {
  if (selection === 'random') return sizes.map((size, block) => randomOrder(size, seed, block));
  const order = selection === 'activation' ? orderByScore : inverseOrder;
  let at = 0;
  return sizes.map((size) => order(scores.subarray(at, (at += size))));
}

export async function neuronOrders(
  { world, need }: Pick<CellContext<GrowthWorld>, 'world' | 'need'>,
  task: string,
  seed: number,
): Promise<NeuronOrders> {
  const { layers } = await world.structure();
  const { selectNeurons: selection } = world.sweep;
  const random = selection === 'random';
  const name = `${selection} ${random ? String(seed) : task}`;
  return world.orders.get(name, async () => {
    const scores = random ? new Float32Array(0) : (await need(SCORES, scoresOf(task))).scores;
    const sizes = layers.flatMap(({ neurons }) => neurons);
    return { name, orders: ordersBy(selection, sizes, scores, seed) };
  });
}

/** Neurons as they come, for whoever asks what a stage costs: that depends on how many there are, and not on which. */
export const anyOrders = (layers: readonly { readonly neurons: readonly number[] }[]): NeuronOrders => ({
  name: 'any',
  orders: layers.flatMap(({ neurons }) =>
    neurons.map((size) => Array.from({ length: size }, (_, neuron) => neuron)),
  ),
});

/** Whether a stage cuts neurons, so that their order matters. */
export const cutsNeurons = (
  stages: readonly { readonly kept: readonly number[]; readonly layers: readonly number[] }[],
  layers: readonly { readonly neurons: readonly number[] }[],
): boolean =>
  stages.some((stage) =>
    stage.layers.flatMap((layer) => layers[layer].neurons).some((size, block) => stage.kept[block] < size),
  );
