/** A run on the small shipped PLM with few steps, for tests of what a run does. */
import { openModel } from '../../src/cli/open-model.ts';
import { openTask } from '../../src/cli/open-task.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import type { Engine } from '../../src/engine/engine-types.ts';
import { promptOf as artefactPrompt } from '../../src/experiment/artefacts.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { applyDifference, type RecipeDifference } from '../../src/experiment/recipe-difference.ts';
import { encodeTask } from '../../src/methods/prompt/encoded-task.ts';
import { PromptSession } from '../../src/methods/prompt/prompt-session.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { TrainRun } from '../../src/methods/prompt/train-run.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';

export const model = openModel('lab-tiny');

/** The first rows of a shipped task: enough to learn from, quick to evaluate. */
export async function smallTask(name = 'sst2', rows = 64, devRows = 16): Promise<Task> {
  const task = await openTask(name);
  return {
    ...task,
    train: task.train.slice(0, rows),
    dev: task.dev.slice(0, devRows),
    test: task.test.slice(0, 16),
  };
}

export interface TestRun {
  readonly run: TrainRun;
  readonly control: RunControl;
  readonly events: TrainEvent[];
  readonly session: PromptSession;
}

export function makeRun(
  engine: Engine,
  task: Task,
  change: RecipeDifference,
  from: Checkpoint | null = null,
  onEvent: (event: TrainEvent, control: RunControl) => void = () => undefined,
): TestRun {
  const recipe = applyDifference(defaultRecipe(task, 'lab-tiny'), {
    steps: 12,
    batch: 4,
    maxLength: 32,
    promptLength: 5,
    evalEvery: 6,
    ...change,
  });
  const encoded = encodeTask(model.plm, model.tokenizer, task, recipe);
  const session = new PromptSession(model.plm, model.tokenizer, encoded, recipe, engine);
  const control = new RunControl();
  const events: TrainEvent[] = [];
  const emit = (event: TrainEvent): void => {
    events.push(event);
    onEvent(event, control);
  };
  return {
    run: new TrainRun({ session, task, control, emit, saved: null, from, watch: true }),
    control,
    events,
    session,
  };
}

export const curveOf = (events: readonly TrainEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'steps' ? event.points.map((point) => point.loss) : []));

export function promptOf(events: readonly TrainEvent[]): Float32Array {
  const finished = events.find((event) => event.kind === 'finished');
  if (finished?.kind !== 'finished') throw new Error('the run did not finish');
  return artefactPrompt(finished.artefacts)?.values ?? new Float32Array(0);
}
