/**
 * The recipe that a run has when nothing is changed: prompt tuning as the shipped PLMs' reference accuracies were
 * made (see their model cards), close to Lester et al. 2021 in spirit and sized for a minute on a laptop.
 */
import { OPTIMISERS, usualOptimiser } from './optimisers.ts';
import type { PromptRecipe } from './recipe-types.ts';

/** Weights of the label words where they are trained along; the rate is that of few-shot word weights. */
export const USUAL_WORD_WEIGHTS = { learningRate: 0.06 } as const;

/** What a task says about how it is asked. */
export interface AskedTask {
  readonly name: string;
  readonly template: string;
  readonly labelWords: readonly (readonly string[])[];
}

/** The default recipe for `task` with the PLM of that name. */
export function defaultRecipe(task: AskedTask, plm: string): PromptRecipe {
  return {
    version: 2,
    method: 'prompt',
    plm,
    task: task.name,
    template: task.template,
    labelWords: task.labelWords,
    promptLength: 20,
    init: { kind: 'vocab' },
    maxLength: 64,
    training: {
      optimizer: usualOptimiser('adamw'),
      learningRate: OPTIMISERS.adamw.usualRate,
      schedule: 'linear',
      warmupShare: 0.06,
      clipNorm: 1,
      steps: 600,
      batch: 16,
      evalEvery: 100,
    },
    seed: 1,
    engine: 'auto',
  };
}
