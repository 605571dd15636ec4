/**
 * Passages of the hard form: their definitions mention a chain's bridge, and nothing follows from them
 * (specs/dynsan-reader.md, 16.2).
 */
import type { ReadingPassage } from '../../../experiment/reader/items/reading-item.ts';
import { isMentioned, pluralOf } from '../../../experiment/reader/items/words.ts';
import type { RandomStream } from '../../../experiment/random.ts';
import { drawOrder } from './draw-order.ts';
import type { Chain } from './find-chains.ts';
import type { Lemma, Nouns } from './nouns.ts';

export interface Confounders {
  /** @param count passages for each of `chains`; fewer where WordNet has no more, all titles other than theirs */
  readonly around: (
    chains: readonly Chain[],
    count: number,
    random: RandomStream,
  ) => readonly ReadingPassage[];
}

export const NO_CONFOUNDERS: Confounders = { around: () => [] };

/** @param isFree whether no chain has the synset and it belongs to the split */
export function openConfounders(nouns: Nouns, isFree: (synset: number) => boolean): Confounders {
  const holders = new Map<string, number[]>();
  for (let synset = 0; synset < nouns.count; synset++) {
    if (!isFree(synset)) continue;
    for (const word of new Set(nouns.definitionWords(synset))) {
      const ofWord = holders.get(word);
      if (ofWord === undefined) holders.set(word, [synset]);
      else ofWord.push(synset);
    }
  }
  const known = new Map<string, readonly number[]>();
  const mentioning = (lemma: Lemma): readonly number[] => {
    const found = known.get(lemma.text) ?? holdersOf(lemma);
    known.set(lemma.text, found);
    return found;
  };
  const holdersOf = (lemma: Lemma): readonly number[] => {
    const last = lemma.words[lemma.words.length - 1];
    const some = new Set([...(holders.get(last) ?? []), ...(holders.get(pluralOf(last)) ?? [])]);
    return [...some]
      .filter((synset) => isMentioned(nouns.definitionWords(synset), lemma))
      .sort((a, b) => a - b);
  };
  return {
    around: (chains, count, random) => {
      const titles = new Set(chains.flatMap(({ title, bridge }) => [title.text, bridge.text]));
      const unwanted = [...chains.map(({ answer }) => answer), ...chains.map(({ title }) => title)];
      return chains.flatMap(({ bridge }) => {
        const found: ReadingPassage[] = [];
        const synsets = mentioning(bridge);
        for (const at of drawOrder(synsets.length, random)) {
          if (found.length === count) break;
          const title = nouns.titleOf(synsets[at]) ?? nouns.lemmas(synsets[at])[0];
          const words = nouns.definitionWords(synsets[at]);
          if (titles.has(title.text)) continue;
          if (unwanted.some((lemma) => isMentioned(words, lemma) || isMentioned(title.words, lemma)))
            continue;
          titles.add(title.text);
          found.push({ title: title.text, text: nouns.definition(synsets[at]) });
        }
        return found;
      });
    },
  };
}
