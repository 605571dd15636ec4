/** Small projections onto the small shipped PLM, from prompts of a made-up PLM, for the tests of projectors. */
import { defaultRecipe } from '../../../src/experiment/default-recipe.ts';
import { randomStream } from '../../../src/experiment/random.ts';
import { isClosedForm, type ProjectionSettings } from '../../../src/experiment/transfer/sweep-recipe.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { encodeTask, type EncodedTask } from '../../../src/methods/prompt/encoded-task.ts';
import type { SavedPrompt } from '../../../src/methods/prompt/prompt-init.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import type { TrainedKind } from '../../../src/methods/projector/projector-types.ts';
import { trainProjector, type ProjectorRunOptions } from '../../../src/methods/projector/train-projector.ts';
import type { TrainedProjector } from '../../../src/methods/projector/projector-types.ts';
import { model, smallTask } from '../train-setup.ts';

export const SOURCE_WIDTH = 24;

export const LENGTH = 4;

export const KINDS: readonly TrainedKind[] = ['per-token', 'low-rank', 'whole-prompt'];

/** A prompt of normal numbers, one of its own for each name. */
export function drawnPrompt(
  name: string,
  length = LENGTH,
  width = SOURCE_WIDTH,
  deviation = 0.3,
): SavedPrompt {
  const random = randomStream(5, name);
  const values = Float32Array.from({ length: length * width }, () => random.normal(0, deviation));
  return { length, width, values };
}

export const drawnPrompts = (
  names: readonly string[],
  length = LENGTH,
  width = SOURCE_WIDTH,
): Map<string, SavedPrompt> => new Map(names.map((name) => [name, drawnPrompt(name, length, width)]));

/** A few rows of a shipped task for the target PLM. */
export async function encodedTask(name: string, rows = 8): Promise<EncodedTask> {
  const task = await smallTask(name, rows, 2);
  const recipe = { ...defaultRecipe(task, 'lab-tiny'), promptLength: LENGTH, maxLength: 32 };
  return encodeTask(model.plm, model.tokenizer, task, recipe);
}

export function settingsOf(change: Partial<ProjectionSettings> = {}): ProjectorRunOptions['settings'] {
  const settings: ProjectionSettings = {
    toPlm: 'lab-tiny',
    projector: 'per-token',
    objective: 'task',
    hidden: 8,
    trainTasks: ['sst2'],
    heldOutTasks: [],
    steps: 4,
    learningRate: 5e-3,
    initialise: [],
    ...change,
  };
  const { projector } = settings;
  if (isClosedForm(projector)) throw new Error('not trained');
  return { ...settings, projector };
}

/** Options for a run with prompts drawn for its training tasks. */
export function runOptions(
  engine: Engine,
  tasks: ReadonlyMap<string, EncodedTask>,
  settings: Partial<ProjectionSettings>,
  change: Partial<ProjectorRunOptions> = {},
): ProjectorRunOptions {
  const chosen = settingsOf(settings);
  return {
    settings: chosen,
    engine,
    target: { plm: model.plm, tokenizer: model.tokenizer, tasks },
    sourcePrompts: drawnPrompts(chosen.trainTasks),
    targetPrompts: drawnPrompts(chosen.trainTasks, LENGTH, model.plm.width),
    seed: 1,
    batch: 8,
    control: new RunControl(),
    ...change,
  };
}

/** Trains to the end. */
export async function trained(options: ProjectorRunOptions): Promise<TrainedProjector> {
  const projector = await trainProjector(options);
  if (projector === null) throw new Error('the run was stopped');
  return projector;
}
