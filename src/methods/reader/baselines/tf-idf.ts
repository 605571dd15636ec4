/** Cosines of texts weighted by how rare their words are among the passages (TF-IDF, words by their stems). */
import { stemOf } from '../../../experiment/reader/items/words.ts';

/** Weights by word, of length 1; empty for a text without words. */
export type TextVector = ReadonlyMap<string, number>;

/** @param passages whose words are counted, each once. @returns what makes a vector of a text's words */
export function openTfIdf(
  passages: readonly (readonly string[])[],
): (words: readonly string[]) => TextVector {
  const holders = new Map<string, number>();
  for (const words of passages)
    for (const word of new Set(words.map(stemOf))) holders.set(word, (holders.get(word) ?? 0) + 1);
  // As if one more passage held every word, so that unknown ones have a weight too.
  const rarity = (word: string): number => Math.log((passages.length + 1) / ((holders.get(word) ?? 0) + 1));
  return (words) => {
    const counts = new Map<string, number>();
    for (const word of words.map(stemOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const weights = [...counts].map(([word, count]) => [word, count * rarity(word)] as const);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return new Map(length === 0 ? [] : weights.map(([word, weight]) => [word, weight / length]));
  };
}

export function cosine(a: TextVector, b: TextVector): number {
  const [short, long] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, weight] of short) sum += weight * (long.get(word) ?? 0);
  return sum;
}
