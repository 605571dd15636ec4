/** What changes from step to step of a reader's training (spec 0.14): the rate, the words that passages keep, the questions. */
import type { StepSettings } from './items/reader-batch.ts';
import type { ReaderTraining } from './read-recipe.ts';

/** Learning rate of step `step`, from 1: up to the rate over the warm-up, level, then straight down, not under a least share. */
export function readerRate(training: ReaderTraining, step: number): number {
  const { learningRate, warmupSteps, levelUntil, scheduleSteps, leastShare } = training;
  const rise = warmupSteps === 0 ? 1 : Math.min(1, step / warmupSteps);
  const fall = step <= levelUntil ? 1 : (scheduleSteps - step) / Math.max(1, scheduleSteps - levelUntil);
  return learningRate * Math.min(rise, Math.max(leastShare, fall));
}

/** Share of ordinary words that passages keep in step `step`, from 1. */
export function wordsKeptAt({ bare, whole }: ReaderTraining, step: number): number {
  if (step <= bare) return 0;
  return step >= whole ? 1 : (step - bare) / (whole - bare);
}

/** How far the average of the weights moves in step `step`, from 1: 1 − min(0.9999, (1 + t) / (10 + t)) (spec 0.1). */
export const averageShareAt = (step: number): number => 1 - Math.min(0.9999, (1 + step) / (10 + step));

/** @param bareLength tokens of the longest passage without ordinary words */
export function stepSettings(
  training: ReaderTraining,
  bit: number,
  step: number,
  bareLength: number,
): StepSettings {
  const wordsKept = wordsKeptAt(training, step);
  return {
    bit,
    wordsKept,
    trimmedLength: wordsKept === 0 ? bareLength : null,
    oneHop: step > training.oneHopFrom ? training.oneHop : 0,
  };
}
