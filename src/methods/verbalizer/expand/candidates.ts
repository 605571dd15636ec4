/** Which of the words that were reached may be label words of a class (specs/knowledgeable-verbalizer.md, 16.F). */
import type { DroppedWord, DropReason, ExpandedWord } from '../../../experiment/verbalizer/expansion.ts';
import { isStopWord } from './stop-words.ts';

export interface Candidates {
  /** By falling score, equal ones by the alphabet; seeds first, in their order. */
  readonly words: readonly ExpandedWord[];
  readonly dropped: readonly DroppedWord[];
}

/** Digits enough for any order; the last bits of a logarithm differ between engines, and a hash must not. */
const round = (score: number): number => Math.max(1e-6, Math.round(score * 1e6) / 1e6);

const byScore = (a: ExpandedWord, b: ExpandedWord): number =>
  b.score - a.score || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0);

/**
 * Words in small letters, each once, with the seeds in front.
 * @param reached words as they were found, from several sources
 * @param excluded words that are none of the class's, and why
 */
export function candidates(
  seeds: readonly string[],
  reached: readonly ExpandedWord[],
  excluded: ReadonlyMap<string, DropReason>,
  least: number,
): Candidates {
  const own = new Set(seeds.map((seed) => seed.toLowerCase()));
  const best = new Map<string, ExpandedWord>();
  const dropped = new Map<string, DroppedWord>();
  for (const entry of reached) {
    const word = entry.word.toLowerCase();
    // What is too weak was not reached: definitions hold thousands of such words.
    if (own.has(word) || entry.score < least) continue;
    const why = refusal(word, excluded);
    if (why !== null) {
      if (!dropped.has(word)) dropped.set(word, { word, why });
      continue;
    }
    const known = best.get(word);
    if (known === undefined || entry.score > known.score)
      best.set(word, { ...entry, word, score: round(entry.score), path: [...entry.path.slice(0, -1), word] });
  }
  return {
    words: [
      ...seeds.map((word): ExpandedWord => ({ word, score: 1, source: 'own', path: [word] })),
      ...[...best.values()].sort(byScore),
    ],
    dropped: [...dropped.values()].filter(({ word }) => !best.has(word)),
  };
}

function refusal(word: string, excluded: ReadonlyMap<string, DropReason>): DropReason | null {
  if (!/^\p{L}+$/u.test(word)) return 'form';
  return isStopWord(word) ? 'stop-word' : (excluded.get(word) ?? null);
}
