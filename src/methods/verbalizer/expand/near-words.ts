/**
 * Words whose input embeddings point the same way as the seeds': from the PLM itself, in any language and without a
 * knowledge base (specs/knowledgeable-verbalizer.md, 17).
 */
import type { ExpandedWord } from '../../../experiment/verbalizer/expansion.ts';
import { NEAR } from '../../../experiment/verbalizer/relations.ts';
import type { LabTokenizer } from '../../../text/tokenizer-types.ts';
import { encodeWord } from '../../../text/verbalizer.ts';
import { nearest, type WordSpace } from '../../prompt/nearest-words.ts';

export interface Embeddings {
  readonly space: WordSpace;
  readonly tokenizer: LabTokenizer;
}

/** Nearest words of a class; further off they have little to do with it. */
const MOST_NEAR = 20;
/** Among the nearest tokens many are pieces of words or the seeds again. */
const TOKENS_A_WORD = 8;

/** Up to twenty words of one token, the nearest first; scores are cosines. */
export function nearWords({ space, tokenizer }: Embeddings, seeds: readonly string[]): ExpandedWord[] {
  const vector = new Float32Array(space.width);
  for (const seed of seeds)
    for (const id of encodeWord(tokenizer, seed.trim()).ids)
      for (let at = 0; at < space.width; at++) vector[at] += space.table[id * space.width + at];
  const taken = new Set(seeds.map((seed) => seed.trim().toLowerCase()));
  const words: ExpandedWord[] = [];
  for (const { id, cosine } of nearest(space, vector, MOST_NEAR * TOKENS_A_WORD)) {
    const word = wholeWord(tokenizer, id);
    if (word === null || cosine <= 0 || taken.has(word) || words.length === MOST_NEAR) continue;
    taken.add(word);
    words.push({ word, score: Math.min(1, cosine), source: 'embeddings', path: [seeds[0], NEAR, word] });
  }
  return words;
}

/** The word in small letters that a token is by itself, or null. */
function wholeWord(tokenizer: LabTokenizer, id: number): string | null {
  const word = tokenizer.decode([id]).trim();
  if (!/^\p{L}+$/u.test(word)) return null;
  const { ids } = encodeWord(tokenizer, word);
  return ids.length === 1 && ids[0] === id ? word.toLowerCase() : null;
}
