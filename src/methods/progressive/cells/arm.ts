/** Trains a prompt on the growing PLM, or on the whole one for as many steps as a partner has. */
import { argmax } from '../../../experiment/metrics.ts';
import { ARM, type ArmCell, type GrownPrompt } from '../../../experiment/progressive/cells/arm.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../../experiment/sampling.ts';
import { WHOLE, type PromptSession } from '../../prompt/prompt-session.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { growingStages } from '../growing-stages.ts';
import { GrowthRun, type GrowingStage } from '../growth-run.ts';
import type { GrowthWorld } from '../growth-world.ts';

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

/** As many evaluations for every arm, evenly over its own steps (spec 0.2). */
function looksOf(steps: number, planned: number, every: number): readonly number[] {
  const looks = Math.max(1, Math.ceil(planned / every));
  const at = Array.from({ length: looks }, (_, look) =>
    look === looks - 1 ? steps : Math.round((steps / planned) * every * (look + 1)),
  );
  return [...new Set(at.filter((step) => step > 0))];
}

async function predicted(
  session: PromptSession,
  prompt: Float32Array,
  context: Context,
): Promise<readonly number[]> {
  const { test, verbalizer } = session.task;
  const work = session.scoreBatches(test, prompt);
  let next = await work.next();
  for (; next.done !== true; next = await work.next()) {
    context.progress('reading test rows', next.value, test.length);
    if (!(await context.control.hold(() => Promise.resolve()))) throw stopped();
  }
  const scores = next.value;
  const classes = verbalizer.labels.length;
  return test.map((_, row) => argmax(scores, row * classes, classes));
}

export const arm: CellComputation<ArmCell, GrownPrompt, GrowthWorld> = {
  of: ARM,
  async compute(cell, context) {
    const { world, control, progress } = context;
    const { task, seed } = cell;
    const { steps: planned, evalEvery } = world.sweep.training;
    const steps = await stepsOf(cell, context);
    const whole: readonly GrowingStage[] = [{ version: WHOLE, to: steps }];
    const stages = cell.arm === 'grow' ? await growingStages(context, task, seed) : whole;
    const session = await world.session(task, seed, { steps });
    const start = await world.start(task, seed);
    const outcome = await new GrowthRun({
      session,
      control,
      start: start.values,
      stages,
      growth: cell.arm === 'grow' ? world.sweep.growth : { kind: 'fixed' },
      looks: looksOf(steps, planned, evalEvery),
      onStep: (step, loss) => progress(`training ${task} (${cell.arm})`, step, steps, loss),
    }).run();
    if (outcome === null) throw stopped();
    const { best, points, stages: spent, seconds } = outcome;
    return {
      kind: 'grown',
      steps,
      length: start.length,
      width: start.width,
      prompt: best.prompt,
      bestStep: best.step,
      dev: best.dev,
      predictions: await predicted(session, best.prompt, context),
      points,
      stages: spent,
      seconds,
    };
  },
};
