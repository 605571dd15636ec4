/**
 * What two prompts can share, or differ in, without sharing a task; each function takes one such thing away before an
 * indicator is computed.
 */
import { LabError } from '../../errors/lab-error.ts';
import { norm, row, sameShape, type PromptMatrix } from './prompt-matrix.ts';

/**
 * `prompt` without the rows `dead`. The published RoBERTa and BERT prompts hold a row 0 that the model never reads (the
 * `<mask>` embedding takes its place at every pass) yet that drifts in training, to norms many times those of the others.
 * @throws LabError `prompt` when a row isn't there or none is left
 */
export function withoutRows(prompt: PromptMatrix, dead: readonly number[]): PromptMatrix {
  const dropped = new Set(dead);
  const missing = dead.find((index) => !Number.isInteger(index) || index < 0 || index >= prompt.length);
  if (missing !== undefined || dropped.size >= prompt.length) {
    throw new LabError({
      code: 'prompt',
      message:
        missing === undefined
          ? 'No row of the prompt would be left.'
          : `The prompt has ${prompt.length} virtual tokens, so there is no row ${missing}.`,
      remedy: `Drop rows from 0 to ${prompt.length - 1}, and keep at least one.`,
    });
  }
  const kept = Array.from({ length: prompt.length }, (_, index) => index).filter(
    (index) => !dropped.has(index),
  );
  const values = new Float64Array(kept.length * prompt.width);
  kept.forEach((index, at) => {
    values.set(row(prompt, index), at * prompt.width);
  });
  return { length: kept.length, width: prompt.width, values };
}

/**
 * √l · P / ‖P‖_F: rows of norm 1 in the quadratic mean. A prompt's norm grows with the steps it was trained for, and
 * the Euclidean indicators mostly rank by it. A zero prompt stays zero.
 */
export function normEqualised(prompt: PromptMatrix): PromptMatrix {
  const own = norm(prompt.values);
  const factor = own === 0 ? 0 : Math.sqrt(prompt.length) / own;
  return { ...prompt, values: Float64Array.from(prompt.values, (value) => value * factor) };
}

/**
 * P − P₀: what training added to the initial prompt P₀ that all tasks share. Prompts that barely moved are similar to
 * one another only because they started at the same place.
 */
export function withoutInitial(prompt: PromptMatrix, initial: PromptMatrix): PromptMatrix {
  sameShape(prompt, initial);
  return { ...prompt, values: Float64Array.from(prompt.values, (value, at) => value - initial.values[at]) };
}
