/** What is said of a training that came to numbers that are none. */
import { LabError } from '../../errors/lab-error.ts';

/** @param kept what is left of the run, where something is */
export function diverged(step: number, kept: string | null = null): LabError {
  return new LabError({
    code: 'diverged',
    message: `The loss was no number any more at step ${String(step)}. Training stopped${kept === null ? '' : `; ${kept} is kept`}.`,
    remedy: 'Lower the learning rate, or clip the gradient’s norm.',
    where: `step ${String(step)}`,
  });
}
