/** Made embedding spaces for the tests of closed-form projectors. */
import type { RandomStream } from '../../../src/experiment/random.ts';
import type { VocabularyOf } from '../../../src/methods/projector/shared-vocabulary.ts';
import type { TokenizerFamily } from '../../../src/text/tokenizer-types.ts';

/** Largest difference, place by place. */
export const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0);

/** `rows` orthonormal rows in `columns` dimensions (Gram and Schmidt). */
export function rotation(rows: number, columns: number, random: RandomStream): Float64Array {
  const weight = Float64Array.from({ length: rows * columns }, () => random.normal());
  const row = (i: number): Float64Array => weight.subarray(i * columns, (i + 1) * columns);
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, at) => sum + value * b[at], 0);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const part = dot(row(i), row(j));
      row(j).forEach((value, at) => (row(i)[at] -= part * value));
    }
    const length = Math.sqrt(dot(row(i), row(i)));
    row(i).forEach((value, at) => (row(i)[at] = value / length));
  }
  return weight;
}

/** Each row of `values` times `weight` [rows × columns]. */
export function turned(
  values: Float64Array,
  weight: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  const result = new Float64Array((values.length / rows) * columns);
  for (let at = 0; at < result.length; at += 1) {
    const [from, column] = [Math.floor(at / columns) * rows, at % columns];
    for (let i = 0; i < rows; i += 1) result[at] += values[from + i] * weight[i * columns + column];
  }
  return result;
}

/** A PLM of width 2 with `tokens`, the first one special; row i of its table is 2i, 2i + 1. */
export function vocabulary(name: string, family: TokenizerFamily, tokens: readonly string[]): VocabularyOf {
  const wordTable = Float32Array.from({ length: tokens.length * 2 }, (_, at) => at);
  const special = { pad: 0, unk: null, cls: null, sep: null, mask: null };
  return {
    plm: { name, width: 2, vocabulary: tokens.length, wordTable },
    tokenizer: { family, vocabularySize: tokens.length, special, tokenOf: (id) => tokens[id] ?? null },
  };
}
