/** One projector of a sweep: trained, its alarm read, its projected prompts and their controls scored on every task. */
import type { ProjectionSettings } from '../../experiment/sweep-recipe.ts';
import {
  PROJECTION_CONTROLS,
  type ProjectedCell,
  type ProjectionControl,
  type ScoredCell,
} from '../../experiment/sweep-record.ts';
import { fitProjector } from '../projector/closed-forms.ts';
import { collapseAlarm, pairwiseCosines } from '../projector/collapse.ts';
import { projectedControls } from '../projector/controls.ts';
import { isClosedForm } from '../projector/projector-kinds.ts';
import type { TrainedProjector } from '../projector/projector-types.ts';
import { trainProjector } from '../projector/train-projector.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../training/run-control.ts';
import type { SweepWorld } from './sweep-world.ts';
import { stopped } from './train-cells.ts';

export interface ProjectCellParts {
  readonly world: SweepWorld;
  readonly settings: ProjectionSettings;
  readonly seed: number;
  readonly control: RunControl;
  readonly progress: (doing: string, done: number, total: number) => void;
  /** A task's trained prompt on a PLM. */
  readonly prompt: (plm: string, task: string) => Promise<SavedPrompt>;
  /** An untrained prompt of the sweep's PLM. */
  readonly untrained: (task: string, draw: number) => Promise<SavedPrompt>;
  readonly score: (session: PromptSession, prompt: SavedPrompt, doing: string) => Promise<ScoredCell>;
}

type Prompts = ReadonlyMap<string, SavedPrompt>;

/** The trained prompts of `tasks` on a PLM. */
async function promptsOf(parts: ProjectCellParts, plm: string, tasks: readonly string[]): Promise<Prompts> {
  const prompts = new Map<string, SavedPrompt>();
  for (const task of tasks) prompts.set(task, await parts.prompt(plm, task));
  return prompts;
}

async function projectorOf(parts: ProjectCellParts, sources: Prompts): Promise<TrainedProjector> {
  const { world, settings, seed, control, progress } = parts;
  const { plm: home, training } = world.sweep;
  const { toPlm, projector: kind } = settings;
  const [source, target] = [await world.plm(home), await world.plm(toPlm)];
  if (isClosedForm(kind)) return fitProjector({ settings: { ...settings, projector: kind }, source, target });
  const tasks = await Promise.all(
    settings.trainTasks.map(async (task) => [task, await world.encodedTask(toPlm, task)] as const),
  );
  const targets =
    settings.objective === 'task'
      ? new Map<string, SavedPrompt>()
      : await promptsOf(parts, toPlm, settings.trainTasks);
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
  if (trained !== null) return trained;
  throw stopped();
}

/** @throws LabError what training and scoring throw, `cancelled` when stopped */
export async function projectCell(parts: ProjectCellParts): Promise<ProjectedCell> {
  const { world, settings, seed, untrained, score } = parts;
  const { plm: home, tasks } = world.sweep;
  const sources = await promptsOf(parts, home, tasks);
  const projector = await projectorOf(parts, sources);
  const results: [string, ProjectedCell['tasks'][string]][] = [];
  const projectedPrompts: SavedPrompt[] = [];
  for (const task of tasks) {
    const session = await world.session(settings.toPlm, task, seed);
    const controls = projectedControls(projector, task, sources, await untrained(task, 0), seed);
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
      predictions[control] = (await score(session, prompt, `projected ${task}, ${control}`)).predictions;
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
}
