/** A soft prompt as a matrix P ∈ R^{l×d}: a row a virtual token. Everything in this folder computes in float64. */
import { LabError } from '../../errors/lab-error.ts';

export interface PromptMatrix {
  /** Virtual tokens, l. */
  readonly length: number;
  /** Width of the word embeddings, d. */
  readonly width: number;
  /** [length × width], row-major. */
  readonly values: Float32Array | Float64Array;
}

/** Row `index` of `prompt`, a view. */
export function row({ width, values }: PromptMatrix, index: number): Float32Array | Float64Array {
  return values.subarray(index * width, (index + 1) * width);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

/** ‖a‖₂ */
export const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

/** ‖a − b‖₂ */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** a·b / (‖a‖ ‖b‖), in [−1, 1]; a zero vector has no direction and is similar to nothing: 0. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const norms = norm(a) * norm(b);
  return norms === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / norms));
}

/** The rows of `prompt`, each of norm 1 (a zero row stays zero), [length × width]. */
export function unitRows(prompt: PromptMatrix): PromptMatrix {
  const values = Float64Array.from(prompt.values);
  for (let index = 0; index < prompt.length; index += 1) {
    const own = norm(row(prompt, index));
    if (own === 0) continue;
    for (let at = index * prompt.width; at < (index + 1) * prompt.width; at += 1) values[at] /= own;
  }
  return { ...prompt, values };
}

/** Throws `prompt` unless both are as wide; prompts of different PLMs have no common space. */
export function sameWidth(a: PromptMatrix, b: PromptMatrix): void {
  if (a.width === b.width) return;
  throw new LabError({
    code: 'prompt',
    message: `A prompt of width ${a.width} and one of width ${b.width} have no common space.`,
    remedy: 'Compare prompts of one PLM, or project one of them first.',
  });
}

/** Throws `prompt` unless both have the same shape, which what compares row with row needs. */
export function sameShape(a: PromptMatrix, b: PromptMatrix): void {
  sameWidth(a, b);
  sameLength(a, b);
}

/** Throws `prompt` unless both have as many rows. */
export function sameLength(a: PromptMatrix, b: PromptMatrix): void {
  if (a.length === b.length) return;
  throw new LabError({
    code: 'prompt',
    message: `Prompts of ${a.length} and of ${b.length} virtual tokens can't be compared row with row.`,
    remedy: 'Compare prompts of one length, or use the indicators over all pairs of rows.',
  });
}
