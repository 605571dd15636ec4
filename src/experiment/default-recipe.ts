/**
 * The recipe that a run has when nothing is changed: prompt tuning as the shipped PLMs' reference accuracies were
 * made (see their model cards), close to Lester et al. 2021 in spirit and sized for a minute on a laptop.
 */
import type { Recipe } from './recipe-types.ts';

/** What a task says about how it is asked. */
export interface AskedTask {
  readonly name: string;
  readonly template: string;
  readonly labelWords: readonly (readonly string[])[];
}

/** The default recipe for `task` with the PLM of that name. */
export function defaultRecipe(task: AskedTask, plm: string): Recipe {
  return {
    version: 1,
    plm,
    task: task.name,
    template: task.template,
    labelWords: task.labelWords,
    promptLength: 20,
    init: { kind: 'vocab' },
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    learningRate: 0.03,
    schedule: 'linear',
    warmupShare: 0.06,
    clipNorm: 1,
    steps: 600,
    batch: 16,
    maxLength: 64,
    evalEvery: 100,
    seed: 1,
    engine: 'auto',
  };
}
