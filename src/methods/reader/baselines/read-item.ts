/** What baselines look at in an item: words, mentions, vectors. */
import { passageWords } from '../../../experiment/reader/items/prepare-item.ts';
import type { ChoiceItem } from '../../../experiment/reader/items/reading-item.ts';
import { mentionFinder, nameOf, wordsIn } from '../../../experiment/reader/items/words.ts';
import { cosine, type TextVector } from './tf-idf.ts';

export interface ReadItem {
  readonly item: ChoiceItem;
  readonly words: readonly (readonly string[])[];
  readonly vectors: readonly TextVector[];
  /** Without the relation, where it is known. */
  readonly entity: TextVector;
  /** How often passage `p` mentions candidate `c`: `mentions[p][c]`. */
  readonly mentions: readonly Int32Array[];
}

export function readItem(item: ChoiceItem, vectorOf: (words: readonly string[]) => TextVector): ReadItem {
  const mentionsIn = mentionFinder(item.candidates.map(nameOf));
  const words = item.passages.map(passageWords);
  return {
    item,
    words,
    vectors: words.map(vectorOf),
    entity: vectorOf(wordsIn(item.query.slice(item.relation?.length ?? 0))),
    mentions: words.map((ofPassage) => {
      const counts = new Int32Array(item.candidates.length);
      for (const { name } of mentionsIn(ofPassage)) counts[name]++;
      return counts;
    }),
  };
}

/** The index with the greatest score, the first among equals; −1 of none. */
export function bestOf(count: number, score: (index: number) => number): number {
  let best = -1;
  let highest = -Infinity;
  for (let index = 0; index < count; index++) {
    const value = score(index);
    if (value <= highest) continue;
    best = index;
    highest = value;
  }
  return best;
}

/** The passage nearest to `vector` among those that `counts`. */
export const nearestPassage = (
  { vectors }: ReadItem,
  vector: TextVector,
  counts: (passage: number) => boolean = () => true,
): number => {
  const passages = [...vectors.keys()].filter(counts);
  return passages[bestOf(passages.length, (n) => cosine(vectors[passages[n]], vector))] ?? -1;
};

export const mentionsAny = (mentions: Int32Array): boolean => mentions.some((count) => count > 0);
