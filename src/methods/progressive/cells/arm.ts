/** Trains a prompt on the growing PLM, or on the whole one for as many steps as a partner has. */
import { ARM, type ArmCell, type GrownPrompt } from '../../../experiment/progressive/cells/arm.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../../experiment/sampling.ts';
import { WHOLE } from '../../prompt/prompt-session.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { growingStages } from '../growing-stages.ts';
import type { GrowthWorld } from '../growth-world.ts';
import { trainArm } from '../train-arm.ts';

type Context = CellContext<GrowthWorld>;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Steps on the whole PLM that `budget` operations pay for; the rows of a seed decide the lengths. */
async function stepsFor(budget: number, { task, seed }: ArmCell, { world }: Context): Promise<number> {
  const session = await world.session(task, seed);
  const { train } = session.task;
  const { batch, steps: most } = world.sweep.training;
  const order = shuffledEpochs(train.length, randomStream(seed, 'order'));
  let [steps, spent] = [0, 0];
  while (steps < most) {
    const rows = Array.from(takeRows(order, batch), (row) => train[row]);
    spent += await world.flopsOfStep(task, WHOLE, session.lengthOf(rows));
    if (spent > budget) break;
    steps += 1;
  }
  return Math.max(1, steps);
}

/** How many steps an arm takes. */
async function stepsOf(cell: ArmCell, context: Context): Promise<number> {
  const { steps } = context.world.sweep.training;
  const { task, seed, arm } = cell;
  const of = (other: ArmCell['arm']): Promise<GrownPrompt> =>
    context.need(ARM, { kind: 'arm', arm: other, task, seed });
  switch (arm) {
    case 'grow':
    case 'full':
      return steps;
    case 'equal-flops':
      return stepsFor(total((await of('grow')).stages.map(({ flops }) => flops)), cell, context);
    case 'equal-seconds': {
      const [grown, full] = [await of('grow'), await of('full')];
      const share = total(grown.seconds.stages) / total(full.seconds.stages);
      return Math.min(steps, Math.max(1, Math.floor(share * steps)));
    }
  }
  return arm satisfies never;
}

export const arm: CellComputation<ArmCell, GrownPrompt, GrowthWorld> = {
  of: ARM,
  async compute(cell, context) {
    const { world } = context;
    const { task, seed } = cell;
    const steps = await stepsOf(cell, context);
    const grows = cell.arm === 'grow';
    return trainArm(context, {
      cell: ARM.id(cell),
      task,
      seed,
      steps,
      stages: grows ? await growingStages(context, task, seed) : [{ version: WHOLE, to: steps }],
      growth: grows ? world.sweep.growth : { kind: 'fixed' },
      start: await world.start(task, seed),
      keepsPrompts: grows && world.sweep.grid === true,
      doing: `training ${task} (${cell.arm})`,
    });
  },
};
