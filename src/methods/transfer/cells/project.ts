/** One projector of a sweep: trained, its alarm read, its projected prompts and their controls scored on every task. */
import {
  PROJECT,
  PROJECTION_CONTROLS,
  type ProjectCell,
  type ProjectedCell,
  type ProjectionControl,
} from '../../../experiment/transfer/cells/project.ts';
import { sharedTraining } from '../../../experiment/transfer/cells/train.ts';
import { isClosedForm } from '../../../experiment/transfer/sweep-recipe.ts';
import { projectorOfWeights } from '../../projector/apply-projector.ts';
import { fitProjector } from '../../projector/closed-forms.ts';
import { collapseAlarm, pairwiseCosines } from '../../projector/collapse.ts';
import { projectedControls } from '../../projector/controls.ts';
import { fitRelative } from '../../projector/fit-relative.ts';
import type { Projector } from '../../projector/projector-types.ts';
import { trainProjector } from '../../projector/train-projector.ts';
import type { SavedPrompt } from '../../prompt/prompt-init.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { scoreRows } from '../score-rows.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';
import { seedOfDraw, untrainedPrompt } from '../untrained-prompt.ts';

type Prompts = ReadonlyMap<string, SavedPrompt>;

/** The trained prompts of `tasks` on a PLM. */
async function promptsOf(
  context: CellContext<TransferWorld>,
  plm: string,
  tasks: readonly string[],
  seed: number,
): Promise<Prompts> {
  const prompts = new Map<string, SavedPrompt>();
  for (const task of tasks) prompts.set(task, await trainedPrompt(context, sharedTraining(plm, task, seed)));
  return prompts;
}

async function projectorOf(
  { index, seed }: ProjectCell,
  context: CellContext<TransferWorld>,
  sources: Prompts,
): Promise<Projector> {
  const { world, control, progress } = context;
  const { plm: home, training, projections } = world.sweep;
  const settings = projections[index];
  const { toPlm, projector: kind } = settings;
  const [source, target] = [await world.plm(home), await world.plm(toPlm)];
  if (kind === 'relative') return fitRelative(source, target);
  if (isClosedForm(kind))
    return projectorOfWeights(fitProjector({ settings: { ...settings, projector: kind }, source, target }));
  const tasks = await Promise.all(
    settings.trainTasks.map(async (task) => [task, await world.encodedTask(toPlm, task)] as const),
  );
  const targets =
    settings.objective === 'task'
      ? new Map<string, SavedPrompt>()
      : await promptsOf(context, toPlm, settings.trainTasks, seed);
  const trained = await trainProjector({
    settings: { ...settings, projector: kind },
    target: { plm: target.plm, tokenizer: target.tokenizer, tasks: new Map(tasks) },
    engine: await world.engine(toPlm),
    sourcePrompts: sources,
    targetPrompts: targets,
    seed,
    batch: training.batch,
    control,
    onStep: ({ step, steps, task }) => progress(`training the projector on ${task}`, step, steps),
  });
  if (trained !== null) return projectorOfWeights(trained);
  throw stopped();
}

export const project: CellComputation<ProjectCell, ProjectedCell, TransferWorld> = {
  of: PROJECT,
  async compute(cell, context) {
    const { world } = context;
    const { index, seed } = cell;
    const { plm: home, tasks, projections } = world.sweep;
    const { toPlm } = projections[index];
    const sources = await promptsOf(context, home, tasks, seed);
    const projector = await projectorOf(cell, context, sources);
    const results: [string, ProjectedCell['tasks'][string]][] = [];
    const projectedPrompts: SavedPrompt[] = [];
    for (const task of tasks) {
      const session = await world.session(toPlm, task, seed);
      const untrained = await untrainedPrompt(world, home, task, seedOfDraw(0, seed));
      const controls = projectedControls(projector.project, task, sources, untrained, seed);
      const predictions: Record<ProjectionControl, readonly number[]> = {
        projected: [],
        zero: [],
        noise: [],
        shuffled: [],
        otherTask: [],
      };
      for (const control of PROJECTION_CONTROLS) {
        const prompt = controls[control];
        // A sweep of one task has no other; its control stays empty.
        if (prompt === null) continue;
        const scored = await scoreRows(context, session, prompt, `projected ${task}, ${control}`);
        predictions[control] = scored.predictions;
      }
      projectedPrompts.push(controls.projected);
      results.push([task, { prompt: controls.projected.values, predictions }]);
    }
    const cosines = pairwiseCosines(projectedPrompts);
    const before = pairwiseCosines([...sources.values()]);
    return {
      kind: 'projected',
      parameters: projector.parameters,
      losses: projector.losses,
      tasks: Object.fromEntries(results),
      collapsed: collapseAlarm(before, cosines).collapsed,
      cosines,
      seconds: projector.seconds,
    };
  },
};
