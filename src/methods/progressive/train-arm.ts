/** One training run of a sweep of growing PLMs: trained, the best step chosen on dev, test read once. */
import { argmax } from '../../experiment/metrics.ts';
import type { GrownPrompt } from '../../experiment/progressive/cells/arm.ts';
import { growthCheckpointOf } from '../../experiment/progressive/growth-checkpoint-schema.ts';
import type { GrowthRule } from '../../experiment/progressive/growth-recipe.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { stopped } from '../sweep/stopped.ts';
import { GrowthRun, type GrowingStage } from './growth-run.ts';
import type { GrowthWorld } from './growth-world.ts';

type Context = Pick<CellContext<GrowthWorld>, 'world' | 'control' | 'progress' | 'unfinished'>;

export interface ArmSettings {
  /** Id of the cell that the run is of: by it the run goes on where it was left. */
  readonly cell: string;
  readonly task: string;
  readonly seed: number;
  readonly steps: number;
  readonly stages: readonly GrowingStage[];
  readonly growth: GrowthRule;
  readonly start: SavedPrompt;
  /** Whether the prompts of all evaluations are kept. */
  readonly keepsPrompts?: boolean;
  /** What it is called while it runs. */
  readonly doing: string;
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
  { control, progress }: Context,
): Promise<readonly number[]> {
  const { test, verbalizer } = session.task;
  const work = session.scoreBatches(test, prompt);
  let next = await work.next();
  for (; next.done !== true; next = await work.next()) {
    progress('reading test rows', next.value, test.length);
    if (!(await control.hold(() => Promise.resolve()))) throw stopped();
  }
  const scores = next.value;
  const classes = verbalizer.labels.length;
  return test.map((_, row) => argmax(scores, row * classes, classes));
}

/** @throws LabError what a run throws, `cancelled` when stopped */
export async function trainArm(context: Context, settings: ArmSettings): Promise<GrownPrompt> {
  const { world, control, progress, unfinished } = context;
  const { cell, task, seed, steps, stages, growth, start, keepsPrompts = false, doing } = settings;
  const { steps: planned, evalEvery } = world.sweep.training;
  const session = await world.session(task, seed, { steps });
  const outline = { steps, stages: stages.length, size: start.values.length };
  const outcome = await new GrowthRun({
    session,
    control,
    start: start.values,
    stages,
    growth,
    looks: looksOf(steps, planned, evalEvery),
    onStep: (step, loss) => progress(doing, step, steps, loss),
    from: growthCheckpointOf(await unfinished.find(cell), outline),
    onCheckpoint: (checkpoint) => unfinished.keep(cell, checkpoint),
  }).run();
  if (outcome === null) throw stopped();
  const { best, points, prompts, stages: spent, seconds } = outcome;
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
    prompts: Float32Array.from((keepsPrompts ? prompts : []).flatMap((one) => Array.from(one))),
    stages: spent,
    seconds,
  };
}
