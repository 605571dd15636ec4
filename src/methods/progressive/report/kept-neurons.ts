/** Which neurons the first stage of a sweep keeps. */
import { SCORES, scoresOf } from '../../../experiment/progressive/cells/scores.ts';
import type { GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type { GrowthReport } from '../../../experiment/progressive/growth-report.ts';
import type { Stage } from '../../../experiment/progressive/stages.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { cutsNeurons, ordersBy } from '../neuron-orders.ts';

/** null where no stage cuts any, or the scores are not there yet. Random neurons are those of the first seed. */
export function keptNeurons(
  { recipe, structure, cells }: GrowthRecord,
  task: string,
  stages: readonly Stage[],
): GrowthReport['neurons'] {
  const { layers } = structure;
  const { selectNeurons: by, seeds } = recipe;
  const scored = resultOf(cells, SCORES, scoresOf(task));
  if (!cutsNeurons(stages, layers) || (scored === null && by !== 'random')) return null;
  const sizes = layers.flatMap(({ neurons }) => neurons);
  const orders = ordersBy(by, sizes, scored?.scores ?? new Float32Array(0), seeds[0]);
  const blocks = layers.flatMap(({ neurons }, layer) => neurons.map(() => layer));
  const [first] = stages;
  const inStage = orders.filter((_, block) => first.layers.includes(blocks[block]));
  return {
    by,
    rows: scored?.rows ?? 0,
    split: 'train',
    kept: inStage.map((order, block) => order.slice(0, first.kept[block]).toSorted((a, b) => a - b)),
  };
}
