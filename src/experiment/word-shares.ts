/** What the learned weights of label words come to: each word's share of its class. */
import { softmax } from './metrics.ts';

export interface WordShare {
  readonly word: string;
  /** 0 to 1; those of a class sum to one. */
  readonly share: number;
}

/**
 * Class after class, the greatest share first.
 * @param weights one a token of the label words, in their order
 * @returns null where words of a class count by the same token, so that there are fewer weights than words
 */
export function wordShares(
  labelWords: readonly (readonly string[])[],
  weights: Float32Array,
): readonly (readonly WordShare[])[] | null {
  if (weights.length !== labelWords.flat().length) return null;
  let from = 0;
  return labelWords.map((words) => {
    const shares = softmax(weights.subarray(from, from + words.length));
    from += words.length;
    return words.map((word, at) => ({ word, share: shares[at] })).sort((a, b) => b.share - a.share);
  });
}
