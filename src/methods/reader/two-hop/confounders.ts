/**
 * Passages of the hard form: their definitions mention a chain's bridge, and nothing follows from them
 * (specs/dynsan-reader.md, 16.2).
 */
import type { ReadingPassage } from '../../../experiment/reader/items/reading-item.ts';
import { isMentioned, mentionFinder, pluralOf } from '../../../experiment/reader/items/words.ts';
import type { RandomStream } from '../../../experiment/random.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import { drawOrder } from './draw-order.ts';
import type { Chain } from './find-chains.ts';
import type { Lemma, Nouns } from './nouns.ts';

export interface Confounders {
  /**
   * Passages that no other split has been given, under titles that the chains don't have and the first hop doesn't
   * mention; they mention no candidate and not the entity asked about.
   * @param chains the one to follow first
   * @param count for each of `chains`; fewer where WordNet has no more
   */
  readonly around: (
    chains: readonly Chain[],
    count: number,
    split: SplitName,
    random: RandomStream,
  ) => readonly ReadingPassage[];
}

/** @param used synsets that chains have */
export function openConfounders(nouns: Nouns, used: ReadonlySet<number>): Confounders {
  let holders: ReadonlyMap<string, readonly number[]> | null = null;
  const known = new Map<string, readonly number[]>();
  const ownerOf = new Map<number, SplitName>();
  const mentioning = (lemma: Lemma): readonly number[] => {
    holders ??= holdersOfWords(nouns, used);
    const found = known.get(lemma.text) ?? holdersOf(lemma, holders, nouns);
    known.set(lemma.text, found);
    return found;
  };
  return {
    around: (chains, count, split, random) => {
      if (count === 0) return [];
      const titles = new Set(chains.flatMap(({ title, bridge }) => [title.text, bridge.text]));
      const [{ title: entity, e1 }] = chains;
      const unwantedIn = mentionFinder([entity, ...chains.map(({ answer }) => answer)]);
      return chains.flatMap(({ bridge }) => {
        const found: ReadingPassage[] = [];
        const synsets = mentioning(bridge);
        for (const at of drawOrder(synsets.length, random)) {
          const synset = synsets[at];
          const title = nouns.titleOf(synset) ?? nouns.lemmas(synset)[0];
          if ((ownerOf.get(synset) ?? split) !== split || titles.has(title.text)) continue;
          const words = nouns.definitionWords(synset);
          if (unwantedIn(words).length > 0 || unwantedIn(title.words).length > 0) continue;
          if (isMentioned(nouns.definitionWords(e1), title)) continue;
          titles.add(title.text);
          ownerOf.set(synset, split);
          found.push({ title: title.text, text: nouns.definition(synset) });
          if (found.length === count) break;
        }
        return found;
      });
    },
  };
}

/** Unused synsets by the words of their definitions. */
function holdersOfWords(nouns: Nouns, used: ReadonlySet<number>): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (let synset = 0; synset < nouns.count; synset++) {
    if (used.has(synset)) continue;
    for (const word of new Set(nouns.definitionWords(synset))) {
      const ofWord = holders.get(word);
      if (ofWord === undefined) holders.set(word, [synset]);
      else ofWord.push(synset);
    }
  }
  return holders;
}

function holdersOf(
  lemma: Lemma,
  holders: ReadonlyMap<string, readonly number[]>,
  nouns: Nouns,
): readonly number[] {
  const last = lemma.words[lemma.words.length - 1];
  const some = new Set([...(holders.get(last) ?? []), ...(holders.get(pluralOf(last)) ?? [])]);
  return [...some]
    .filter((synset) => isMentioned(nouns.definitionWords(synset), lemma))
    .sort((a, b) => a - b);
}
