/** Everything that can be wrong with a projector's training data is found here, before anything is compiled. */
import { LabError, type LabErrorCode } from '../../errors/lab-error.ts';
import type { ProjectionSettings } from '../../experiment/transfer/sweep-recipe.ts';
import { mostPositions } from '../../plm/model-facts.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { ProjectionTarget } from './projector-session.ts';

export type PromptsByTask = ReadonlyMap<string, SavedPrompt>;

/** What a training task brings, complete for its objective. */
export interface TrainingPair {
  readonly task: string;
  readonly source: SavedPrompt;
  /** Null for objective `task`. */
  readonly target: SavedPrompt | null;
}

export interface ProjectionData {
  readonly settings: ProjectionSettings;
  readonly target: ProjectionTarget;
  readonly sourcePrompts: PromptsByTask;
  readonly targetPrompts: PromptsByTask;
}

function refuse(code: LabErrorCode, message: string, remedy: string, where: string): LabError {
  return new LabError({ code, message, remedy, where });
}

/** @throws LabError `recipe` unless there are training tasks, none of them held out */
export function checkTaskSets({
  trainTasks,
  heldOutTasks,
}: Pick<ProjectionSettings, 'trainTasks' | 'heldOutTasks'>): void {
  if (trainTasks.length === 0) {
    throw refuse(
      'recipe',
      'The projector has no training tasks.',
      'Name at least one task whose prompts it is trained on.',
      'trainTasks',
    );
  }
  const both = trainTasks.filter((task) => heldOutTasks.includes(task));
  if (both.length === 0) return;
  throw refuse(
    'recipe',
    `${both.join(', ')}: held out and trained on at once.`,
    'A held-out task shows what the projector does with prompts it never saw: take it out of one of the lists.',
    'heldOutTasks',
  );
}

/**
 * The training tasks' prompts, checked against one another and the target.
 * @throws LabError `recipe` as `checkTaskSets`; `prompt` for a task without prompts, other widths or lengths; `task`
 *   for one without rows; `text-too-long` when prompt and text exceed the target's positions
 */
export function trainingPairs(data: ProjectionData): readonly TrainingPair[] {
  const { settings, target, sourcePrompts, targetPrompts } = data;
  checkTaskSets(settings);
  const needsTarget = settings.objective !== 'task';
  const prompts = (task: string, from: PromptsByTask, whose: string): SavedPrompt => {
    const found = from.get(task);
    if (found !== undefined) return found;
    throw refuse(
      'prompt',
      `The training task ${task} has no prompt of the ${whose} PLM.`,
      `Train a prompt for ${task} on the ${whose} PLM first, or take the task out of the training tasks.`,
      task,
    );
  };
  const pairs = settings.trainTasks.map((task): TrainingPair => ({
    task,
    source: prompts(task, sourcePrompts, 'source'),
    target: needsTarget ? prompts(task, targetPrompts, 'target') : null,
  }));
  checkWidths(pairs, target);
  checkLengths(pairs, settings);
  if (settings.objective !== 'distance') checkTasks(pairs, target);
  return pairs;
}

function checkWidths(pairs: readonly TrainingPair[], { plm }: ProjectionTarget): void {
  const [{ task: first, source }] = pairs;
  const other = pairs.find((pair) => pair.source.width !== source.width);
  if (other !== undefined) {
    throw refuse(
      'prompt',
      `The source prompt of ${other.task} has width ${other.source.width}, that of ${first} has ${source.width}.`,
      'Use prompts of one source PLM.',
      other.task,
    );
  }
  const wrong = pairs.find((pair) => pair.target !== null && pair.target.width !== plm.width);
  if (wrong?.target) {
    throw refuse(
      'prompt',
      `The target prompt of ${wrong.task} has width ${wrong.target.width}; prompts of ${plm.name} have ${plm.width}.`,
      'Use prompts that were trained on the target PLM.',
      wrong.task,
    );
  }
}

function checkLengths(pairs: readonly TrainingPair[], { projector }: ProjectionSettings): void {
  const [{ task: first, source }] = pairs;
  const other = pairs.find((pair) => pair.source.length !== source.length);
  if (projector === 'whole-prompt' && other !== undefined) {
    throw refuse(
      'prompt',
      `A whole-prompt projector needs prompts of one length: that of ${first} has ${source.length} virtual tokens, that of ${other.task} ${other.source.length}.`,
      'Use prompts of one length, or a per-token or low-rank projector.',
      other.task,
    );
  }
  const uneven = pairs.find((pair) => pair.target !== null && pair.target.length !== pair.source.length);
  if (uneven?.target) {
    throw refuse(
      'prompt',
      `The prompts of ${uneven.task} have ${uneven.source.length} virtual tokens on the source PLM and ${uneven.target.length} on the target: their distance is not defined.`,
      'Train both with one prompt length, or use the objective “task”.',
      uneven.task,
    );
  }
}

function checkTasks(pairs: readonly TrainingPair[], { plm, tasks }: ProjectionTarget): void {
  const most = mostPositions(plm);
  for (const { task, source } of pairs) {
    const encoded = tasks.get(task);
    if (encoded === undefined || encoded.train.length === 0) {
      throw refuse(
        'task',
        `The training task ${task} has no training rows for ${plm.name}.`,
        'Load the task with its training rows, or use the objective “distance”, which needs none.',
        task,
      );
    }
    const longest = Math.max(...encoded.buckets);
    if (most !== null && source.length + longest > most) {
      throw refuse(
        'text-too-long',
        `${source.length} virtual tokens and ${longest} text tokens of ${task} are more than the ${most} positions that ${plm.name} has.`,
        `Choose a maximum length of at most ${most - source.length}, or shorter prompts.`,
        task,
      );
    }
  }
}
