/**
 * Words for a pole such as bad: the sentiment list's words of its sign, together with adjectives that WordNet has as
 * similar to the seeds (specs/knowledgeable-verbalizer.md, 17).
 */
import type { ExpandedWord, ExpansionSettings } from '../../../experiment/verbalizer/expansion.ts';
import { SAME_SIGN } from '../../../experiment/verbalizer/relations.ts';
import type { Start } from './seed-senses.ts';
import type { SentimentList } from './sentiment-list.ts';
import { firstStep } from './topic-words.ts';
import { walk } from './walk.ts';
import type { WordGraph } from './word-graph.ts';
import { wordScores } from './word-scores.ts';

/** Words of the list from this score on, of 5. */
const LEAST_SENTIMENT = 2;
const GREATEST = 5;
/** What the list's strongest word is worth. */
const LIST_WEIGHT = 0.5;

export interface SentimentWords {
  readonly words: readonly ExpandedWord[];
  /** Words of the walk that have the other sign. */
  readonly otherSign: readonly string[];
}

/** @param sign of the class, −1 or 1. @param graph null where WordNet isn't asked */
export function sentimentWords(
  graph: WordGraph | null,
  list: SentimentList,
  seeds: readonly string[],
  starts: readonly Start[],
  sign: number,
  { least, depth }: ExpansionSettings,
): SentimentWords {
  const walked =
    graph === null
      ? []
      : wordScores(graph, walk(graph, starts.map(firstStep), { mode: 'sentiment', least, depth }));
  const signOfWord = ({ word }: ExpandedWord): number => Math.sign(list.get(word.toLowerCase()) ?? 0);
  const words = new Map(
    walked.filter((entry) => signOfWord(entry) !== -sign).map((entry) => [entry.word, entry]),
  );
  for (const [word, score] of list) {
    if (Math.sign(score) !== sign || Math.abs(score) < LEAST_SENTIMENT) continue;
    const own = (LIST_WEIGHT * Math.abs(score)) / GREATEST;
    const known = words.get(word);
    words.set(
      word,
      known === undefined
        ? { word, score: own, source: 'afinn', path: [seeds[0], SAME_SIGN, word] }
        : { ...known, score: 1 - (1 - known.score) * (1 - own) },
    );
  }
  return {
    words: [...words.values()],
    otherSign: walked.filter((entry) => signOfWord(entry) === -sign).map(({ word }) => word),
  };
}
