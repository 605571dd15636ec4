/**
 * Rows of one program call: padded on the right to a length that a compiled program has. Programs are compiled
 * for a few lengths only, so a batch takes the smallest of those buckets that holds its longest row.
 */
import { LabError } from '../errors/lab-error.ts';
import type { LabTokenizer } from './tokenizer-types.ts';
import type { WrappedExample } from './wrap-example.ts';

export interface TokenBatch {
  readonly rows: number;
  readonly length: number;
  /** [rows × length], row-major. */
  readonly inputIds: Int32Array;
  /** 1 at real tokens, 0 at padding. */
  readonly attentionMask: Int32Array;
  /** Index of the token that the answer is read at, a row each; the sentinel's for encoder-decoder models. */
  readonly readPositions: Int32Array;
}

/** Lengths to compile for: multiples of `step` up to and with `maxLength`. */
export function lengthBuckets(maxLength: number, step = 16): readonly number[] {
  const full = Array.from({ length: Math.ceil(maxLength / step) - 1 }, (_, i) => (i + 1) * step);
  return [...full, maxLength];
}

/** The smallest bucket that holds `length` tokens. Throws `text-too-long`. */
export function bucketFor(length: number, buckets: readonly number[]): number {
  const fitting = buckets.filter((bucket) => bucket >= length);
  if (fitting.length > 0) return Math.min(...fitting);
  throw new LabError({
    code: 'text-too-long',
    message: `A row has ${length} tokens, and the longest compiled length is ${Math.max(...buckets)}.`,
    remedy: 'Wrap rows with the same maximum length that the buckets were made for.',
  });
}

/** The padding id: the tokenizer's own, else its end token (as GPT-2 users do), else 0; the mask hides it anyway. */
export function paddingId(tokenizer: LabTokenizer): number {
  return tokenizer.special.pad ?? tokenizer.special.sep ?? 0;
}

/** `examples` padded on the right to `length` with `padId`. Throws `text-too-long` for a longer row. */
export function padBatch(examples: readonly WrappedExample[], length: number, padId: number): TokenBatch {
  const rows = examples.length;
  const inputIds = new Int32Array(rows * length).fill(padId);
  const attentionMask = new Int32Array(rows * length);
  examples.forEach(({ ids }, row) => {
    bucketFor(ids.length, [length]);
    inputIds.set(ids, row * length);
    attentionMask.fill(1, row * length, row * length + ids.length);
  });
  const readPositions = Int32Array.from(examples, (example) => example.readPosition.index);
  return { rows, length, inputIds, attentionMask, readPositions };
}
