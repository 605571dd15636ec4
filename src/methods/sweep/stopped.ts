/** What a computation throws when it is told to stop: its cell has not failed, it has not been computed. */
import { LabError } from '../../errors/lab-error.ts';

export const stopped = (): LabError =>
  new LabError({
    code: 'cancelled',
    message: 'Stopped.',
    remedy: 'Go on when you like: finished cells are kept.',
  });
