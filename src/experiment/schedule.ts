/**
 * Learning-rate schedules, equal to transformers' get_linear_, get_constant_ and get_cosine_schedule_with_warmup:
 * from 0 up to the rate over the warm-up, then down to 0 (linear, half a cosine) or level.
 */
import type { ScheduleKind, TrainingSettings } from './recipe-types.ts';

/** Share of the base rate before step `step` (from 0) of `total`. */
export function scheduleFactor(kind: ScheduleKind, step: number, warmup: number, total: number): number {
  if (step < warmup) return step / Math.max(1, warmup);
  const rest = Math.max(1, total - warmup);
  switch (kind) {
    case 'constant':
      return 1;
    case 'linear':
      return Math.max(0, (total - step) / rest);
    case 'cosine':
      return Math.max(0, 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / rest)));
    default:
      return kind satisfies never;
  }
}

/** Warm-up steps of a run: the share of its steps, to the nearest whole step. */
export function warmupSteps(training: Pick<TrainingSettings, 'steps' | 'warmupShare'>): number {
  return Math.round(training.steps * training.warmupShare);
}

/** The learning rate of step `step` (from 0) of a run. */
export function learningRateAt(
  training: Pick<TrainingSettings, 'learningRate' | 'schedule' | 'steps' | 'warmupShare'>,
  step: number,
): number {
  return (
    training.learningRate * scheduleFactor(training.schedule, step, warmupSteps(training), training.steps)
  );
}
