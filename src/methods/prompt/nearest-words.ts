/** What a virtual token looks like: the vocabulary entries whose embeddings point the same way (cosine). */
import type { PromptTokenReport } from '../../experiment/run-record.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';

export interface WordSpace {
  /** [vocabulary × width] */
  readonly table: Float32Array;
  readonly width: number;
  /** Euclidean length of each row; made once, it takes a pass over the whole table. */
  readonly lengths: Float32Array;
}

function lengthOf(values: Float32Array, start: number, width: number): number {
  let sum = 0;
  for (let at = start; at < start + width; at++) sum += values[at] * values[at];
  return Math.sqrt(sum);
}

export function wordSpace(table: Float32Array, width: number): WordSpace {
  const lengths = Float32Array.from({ length: table.length / width }, (_, row) =>
    lengthOf(table, row * width, width),
  );
  return { table, width, lengths };
}

/** Euclidean length of each row of `values`, [rows × width]. */
export function tokenLengths(values: Float32Array, width: number): number[] {
  return Array.from({ length: values.length / width }, (_, row) => lengthOf(values, row * width, width));
}

/** The `count` rows with the largest cosine to `vector`, best first. */
export function nearest(
  space: WordSpace,
  vector: Float32Array,
  count: number,
): { readonly id: number; readonly cosine: number }[] {
  const { table, width, lengths } = space;
  const own = lengthOf(vector, 0, width) || 1;
  const best: { id: number; cosine: number }[] = [];
  for (let id = 0; id < lengths.length; id++) {
    let dot = 0;
    for (let at = 0, row = id * width; at < width; at++) dot += vector[at] * table[row + at];
    const cosine = dot / (own * (lengths[id] || 1));
    if (best.length === count && cosine <= best[count - 1].cosine) continue;
    best.push({ id, cosine });
    best.sort((x, y) => y.cosine - x.cosine);
    best.length = Math.min(best.length, count);
  }
  return best;
}

/**
 * @param prompt [promptLength × width]
 * @param gradient of the same shape
 */
export function describePrompt(
  space: WordSpace,
  tokenizer: LabTokenizer,
  prompt: Float32Array,
  gradient: Float32Array,
  count = 5,
): PromptTokenReport[] {
  const { width } = space;
  return Array.from({ length: prompt.length / width }, (_, position) => ({
    position,
    gradientNorm: lengthOf(gradient, position * width, width),
    norm: lengthOf(prompt, position * width, width),
    nearest: nearest(space, prompt.subarray(position * width, (position + 1) * width), count).map(
      ({ id, cosine }) => ({
        id,
        cosine,
        token: tokenizer.tokenOf(id) ?? `#${String(id)}`,
      }),
    ),
  }));
}
