/** How the prompts of a sweep are trained: what all of its runs share. */
import * as v from 'valibot';
import { TRAINING_FIELDS } from '../recipe-fields.ts';
import type { PromptRecipe, Recipe, TrainingSettings } from '../recipe-types.ts';
import { PROMPT_FIELDS } from './prompt-method.ts';

/** Label words and template are of the task, so they are not in it. */
export type PromptTraining = TrainingSettings & Pick<PromptRecipe, 'promptLength' | 'init' | 'maxLength'>;

export const PromptTrainingSchema = v.strictObject({
  promptLength: PROMPT_FIELDS.promptLength,
  init: PROMPT_FIELDS.init,
  optimizer: TRAINING_FIELDS.optimizer,
  learningRate: TRAINING_FIELDS.learningRate,
  schedule: TRAINING_FIELDS.schedule,
  warmupShare: TRAINING_FIELDS.warmupShare,
  clipNorm: TRAINING_FIELDS.clipNorm,
  steps: TRAINING_FIELDS.steps,
  batch: TRAINING_FIELDS.batch,
  maxLength: PROMPT_FIELDS.maxLength,
  evalEvery: TRAINING_FIELDS.evalEvery,
});

/** The part of a recipe that all cells of a sweep share. */
export function trainingOf({ promptLength, init, maxLength, training }: Recipe): PromptTraining {
  return { promptLength, init, ...training, maxLength };
}
