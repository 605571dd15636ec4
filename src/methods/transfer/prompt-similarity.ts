/**
 * Transferability indicators between two prompts A, B ∈ R^{l×d} with rows a_i, b_j (Su et al., “On Transferability of
 * Prompt Tuning for Natural Language Processing”, NAACL 2022, and thunlp/Prompt-Transferability). All are symmetric, and
 * larger means more similar.
 */
import {
  cosine,
  distance,
  dot,
  row,
  sameShape,
  sameWidth,
  unitRows,
  type PromptMatrix,
} from './prompt-matrix.ts';

/** C_concat(A, B) = cos(vec A, vec B) = Σ_i a_i·b_i / (‖A‖_F ‖B‖_F). 1 for a prompt with itself. */
export function cConcat(a: PromptMatrix, b: PromptMatrix): number {
  sameShape(a, b);
  return cosine(a.values, b.values);
}

function meanRow({ length, width, values }: PromptMatrix): Float64Array {
  const mean = new Float64Array(width);
  values.forEach((value, at) => {
    mean[at % width] += value / length;
  });
  return mean;
}

/**
 * C_average(A, B) = (1/l²) Σ_{i,j} cos(a_i, b_j): all pairs of rows, not aligned ones, so it is not 1 for a prompt with
 * itself and does not see the order of the rows. Computed as the product of the mean unit rows, which is the same sum.
 */
export function cAverage(a: PromptMatrix, b: PromptMatrix): number {
  sameWidth(a, b);
  return dot(meanRow(unitRows(a)), meanRow(unitRows(b)));
}

/** C_aligned(A, B) = (1/l) Σ_i cos(a_i, b_i): each row against the one in its own place. Not of the paper. */
export function cAligned(a: PromptMatrix, b: PromptMatrix): number {
  sameShape(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += cosine(row(a, i), row(b, i));
  return sum / a.length;
}

/** E_concat(A, B) = 1 / (1 + ‖vec A − vec B‖₂). 1 for a prompt with itself. */
export function eConcat(a: PromptMatrix, b: PromptMatrix): number {
  sameShape(a, b);
  return 1 / (1 + distance(a.values, b.values));
}

/** E_average(A, B) = 1 / (1 + (1/l²) Σ_{i,j} ‖a_i − b_j‖₂), over all pairs of rows as C_average. */
export function eAverage(a: PromptMatrix, b: PromptMatrix): number {
  sameWidth(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i += 1)
    for (let j = 0; j < b.length; j += 1) sum += distance(row(a, i), row(b, j));
  return 1 / (1 + sum / (a.length * b.length));
}
