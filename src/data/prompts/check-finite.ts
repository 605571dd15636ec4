import { LabError } from '../../errors/lab-error.ts';

/**
 * Refuses a prompt with NaN or infinity, which every loss would take over.
 * @param values [virtual tokens × width]
 * @throws LabError `prompt` naming the first such number
 */
export function checkFinite(values: Float32Array, width: number, file: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new LabError({
    code: 'prompt',
    message: `The prompt in ${file} holds ${String(values[at])} in virtual token ${String(Math.floor(at / width))}, column ${String(at % width)}, as float32.`,
    remedy:
      'The run that made it has diverged, or its numbers are too large for float32; give a prompt of an earlier step.',
    where: file,
  });
}
