/**
 * Words that several classes reach: one class keeps a word where it leads by more than a quarter, else all lose it; a
 * seed stays in its own class alone (specs/knowledgeable-verbalizer.md, 16.F).
 */
import type { DroppedWord, ExpandedWord } from '../../../experiment/verbalizer/expansion.ts';
import type { Candidates } from './candidates.ts';

const LEAD = 1.25;

interface Claim {
  readonly index: number;
  readonly score: number;
}

/** @param seeds of each class, the first one its name */
export function settleShared(
  seeds: readonly (readonly string[])[],
  classes: readonly Candidates[],
): readonly Candidates[] {
  const claims = new Map<string, Claim[]>();
  classes.forEach(({ words }, index) => {
    for (const { word, score } of words) {
      const key = word.toLowerCase();
      claims.set(key, [...(claims.get(key) ?? []), { index, score }]);
    }
  });
  const owners = seeds.map((ofClass) => new Set(ofClass.map((seed) => seed.toLowerCase())));
  return classes.map(({ words, dropped }, index) => {
    const rival = ({ word, score }: ExpandedWord): Claim | null => {
      const key = word.toLowerCase();
      const others = (claims.get(key) ?? []).filter((claim) => claim.index !== index);
      if (others.length === 0 || owners[index].has(key)) return null;
      const seedOf = others.find((claim) => owners[claim.index].has(key));
      if (seedOf !== undefined) return seedOf;
      const best = others.reduce((a, b) => (b.score > a.score ? b : a));
      return score > LEAD * best.score ? null : best;
    };
    const judged = words.map((word) => ({ word, lostTo: rival(word) }));
    return {
      words: judged.flatMap(({ word, lostTo }) => (lostTo === null ? [word] : [])),
      dropped: [
        ...judged.flatMap(({ word, lostTo }): DroppedWord[] =>
          lostTo === null ? [] : [{ word: word.word, why: 'shared', with: seeds[lostTo.index][0] }],
        ),
        ...dropped,
      ],
    };
  });
}
