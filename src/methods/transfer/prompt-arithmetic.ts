/**
 * Arithmetic with soft prompts. A task’s vector τ = P − P₀ is what training added to its start (task vectors: Ilharco et
 * al., “Editing Models with Task Arithmetic”, ICLR 2023; of prompts: Belanec et al., “Task Prompt Vectors”, 2024), and
 * P₀′ + λ Σ τ is a prompt again. In float64 until the prompt is made.
 */
import type { RandomStream } from '../../experiment/random.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { norm, row, sameShape, type PromptMatrix } from './prompt-matrix.ts';

/** τ = P − P₀. @throws LabError `prompt` for prompts of other shapes */
export function taskVector(prompt: PromptMatrix, start: PromptMatrix): PromptMatrix {
  sameShape(prompt, start);
  return { ...prompt, values: Float64Array.from(prompt.values, (value, at) => value - start.values[at]) };
}

/** Σ τ of at least one vector. @throws LabError `prompt` for vectors of other shapes */
export function sumOf(vectors: readonly PromptMatrix[]): PromptMatrix {
  const [first] = vectors;
  const values = new Float64Array(first.values.length);
  for (const vector of vectors) {
    sameShape(first, vector);
    vector.values.forEach((value, at) => (values[at] += value));
  }
  return { ...first, values };
}

/** start + λ τ. @throws LabError `prompt` for a vector of another shape */
export function promptFrom(start: PromptMatrix, vector: PromptMatrix, scale: number): SavedPrompt {
  sameShape(start, vector);
  const { length, width } = start;
  return {
    length,
    width,
    values: Float32Array.from(start.values, (value, at) => value + scale * vector.values[at]),
  };
}

/** A vector of random directions, each row as long as that of `vector`: the same size, and nothing learnt. */
export function randomVector(vector: PromptMatrix, random: RandomStream): PromptMatrix {
  const { length, width } = vector;
  const values = Float64Array.from({ length: length * width }, () => random.normal());
  const drawn = { length, width, values };
  for (let token = 0; token < length; token += 1) {
    const own = row(drawn, token);
    const factor = norm(row(vector, token)) / norm(own);
    own.forEach((value, at) => (own[at] = value * factor));
  }
  return drawn;
}
