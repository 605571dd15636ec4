/** AFINN-165: words with a score from −5 to 5 (specs/knowledgeable-verbalizer.md, 17). */
import { damaged } from './byte-stream.ts';

/** Scores by word in small letters. */
export type SentimentList = ReadonlyMap<string, number>;

/** @param bytes of the list's file, uncompressed: a JSON object, word → score. @throws LabError `file` */
export function readSentimentList(bytes: Uint8Array): SentimentList {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged('the list of scores is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw damaged('the list of scores is no list');
  return new Map(
    Object.entries(value).map(([word, score]: [string, unknown]) => {
      if (typeof score !== 'number') throw damaged('a score is no number');
      return [word, score];
    }),
  );
}

/** −1 or 1: the pole that the seeds of a class stand for together; 0 for none. */
export const signOf = (list: SentimentList, seeds: readonly string[]): number =>
  Math.sign(seeds.reduce((sum, seed) => sum + (list.get(seed.trim().toLowerCase()) ?? 0), 0));
