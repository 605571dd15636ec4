/** Trains a prompt on one part of the PLM for all steps. */
import type { GrownPrompt } from '../../../experiment/progressive/cells/arm.ts';
import { PART, type PartCell } from '../../../experiment/progressive/cells/part.ts';
import { randomStream } from '../../../experiment/random.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { growingStages } from '../growing-stages.ts';
import type { GrowthWorld } from '../growth-world.ts';
import { trainArm } from '../train-arm.ts';

export const part: CellComputation<PartCell, GrownPrompt, GrowthWorld> = {
  of: PART,
  async compute(cell, context) {
    const { world } = context;
    const { stage, start, task, seed } = cell;
    const { steps } = world.sweep.training;
    const [own] = await growingStages(context, task, seed, await world.partOf(stage));
    const other = randomStream(seed, `other start of part ${String(stage)}`).integer(0, 0x7fff_ffff);
    return trainArm(context, {
      cell: PART.id(cell),
      task,
      seed,
      steps,
      stages: [{ version: own.version, to: steps }],
      growth: { kind: 'fixed' },
      start: await (start === 'same' ? world.start(task, seed) : world.untrained(task, other)),
      doing: `training ${task} on part ${String(stage + 1)}`,
    });
  },
};
