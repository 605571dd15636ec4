/** Counts what the planned stages cost, step by step, for the lengths of the rows that a seed draws. */
import { COST, type CostCell, type PredictedCost } from '../../../experiment/progressive/cells/cost.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../../experiment/sampling.ts';
import { WHOLE } from '../../prompt/prompt-session.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import type { GrowthWorld } from '../growth-world.ts';
import { anyOrders } from '../neuron-orders.ts';
import { versionOf } from '../stage-versions.ts';

export const cost: CellComputation<CostCell, PredictedCost, GrowthWorld> = {
  of: COST,
  async compute({ task: name, seed }, { world, progress }) {
    const structure = await world.structure();
    const orders = anyOrders(structure.layers);
    const stages = await world.stages();
    const session = await world.session(name, seed);
    const { train } = session.task;
    const { batch } = world.sweep.training;
    const order = shuffledEpochs(train.length, randomStream(seed, 'order'));
    const [grown, whole]: [number[], number[]] = [[], []];
    for (const stage of stages) {
      const { from, to } = stage;
      const version = versionOf(stage, structure, orders);
      let [own, all] = [0, 0];
      for (let step = from; step <= to; step++) {
        const rows = Array.from(takeRows(order, batch), (row) => train[row]);
        const length = session.lengthOf(rows);
        own += await world.flopsOfStep(name, version, length);
        all += await world.flopsOfStep(name, WHOLE, length);
        progress('counting operations', step, world.sweep.training.steps);
      }
      grown.push(own);
      whole.push(all);
    }
    return { kind: 'cost', stages: grown, whole };
  },
};
