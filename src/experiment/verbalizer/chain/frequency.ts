/**
 * Frequency refinement (specs: KPT, section 7): words go that the mask hardly ever stands for. The cut is one of ranks
 * over the whole vocabulary, not a threshold of probability.
 */
import type { ClassWords } from './class-scores.ts';

/** Place of each id in the order of `prior`, the least likely first; of equals the lower id. @param prior [vocabulary] */
export function ranksOf(prior: Float64Array): Uint32Array {
  const order = Uint32Array.from(prior, (_, id) => id).sort((a, b) => prior[a] - prior[b] || a - b);
  const ranks = new Uint32Array(prior.length);
  order.forEach((id, rank) => (ranks[id] = rank));
  return ranks;
}

/** Rank of the least likely token of each word, by which the word is rare or not. @param words token ids of each word */
export function leastRanks(words: readonly (readonly number[])[], prior: Float64Array): Uint32Array {
  const ranks = ranksOf(prior);
  return Uint32Array.from(words, (ids) =>
    ids.reduce((least, id) => Math.min(least, ranks[id]), prior.length),
  );
}

/** Whether a word counts as rare: one of its tokens is among the floor(cut · V) least likely. @param vocabulary V */
export const isRare = (rank: number, cut: number, vocabulary: number): boolean =>
  rank < Math.floor(cut * vocabulary);

/**
 * The words left of each class. A class that would be emptied keeps its name, its first word (section 0.7); names are not
 * protected otherwise.
 */
export function keepCommon(
  classes: ClassWords,
  ranks: ArrayLike<number>,
  cut: number,
  vocabulary: number,
): ClassWords {
  return classes.map((columns) => {
    const left = columns.filter((column) => !isRare(ranks[column], cut, vocabulary));
    return left.length === 0 ? columns.slice(0, 1) : left;
  });
}
