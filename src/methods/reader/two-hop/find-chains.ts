/** Chains of two relations that definitions spell out (specs/dynsan-reader.md, 16.1). */
import { isMentioned } from '../../../experiment/reader/items/words.ts';
import type { Lemma, Nouns } from './nouns.ts';
import { TWO_HOP_RELATIONS } from './relations.ts';

/** Synsets are numbers of the word graph. */
export interface Chain {
  readonly relation: string;
  readonly e1: number;
  readonly e2: number;
  readonly e3: number;
  /** Symbol of the second hop's pointer. */
  readonly second: string;
  readonly title: Lemma;
  readonly bridge: Lemma;
  readonly answer: Lemma;
}

/** All chains that hold to the rules 1 to 4, by rising e1, the relations in the order of their table. */
export function findChains(nouns: Nouns): readonly Chain[] {
  const chains: Chain[] = [];
  for (let e1 = 0; e1 < nouns.count; e1++) {
    // Rule 4.
    const title = nouns.isLeaf(e1) ? nouns.titleOf(e1) : undefined;
    if (title === undefined) continue;
    for (const { name, first, second } of TWO_HOP_RELATIONS)
      for (const e2 of nouns.related(e1, first)) {
        const reached = new Set([e1, e2]);
        for (const symbol of second)
          for (const e3 of nouns.related(e2, symbol)) {
            if (reached.has(e3)) continue;
            reached.add(e3);
            const words = spelledOut(nouns, title, e1, e2, e3);
            if (words !== null) chains.push({ relation: name, e1, e2, e3, second: symbol, title, ...words });
          }
      }
  }
  return withOneRole(chains);
}

/** The first bridge and answer that definitions mention (rule 1) and e1 doesn't give away (rules 2 and 3). */
function spelledOut(
  nouns: Nouns,
  title: Lemma,
  e1: number,
  e2: number,
  e3: number,
): Pick<Chain, 'bridge' | 'answer'> | null {
  const own = nouns.definitionWords(e1);
  const bridges = nouns.lemmas(e2).filter((lemma) => isMentioned(own, lemma) && !sharesWord(title, lemma));
  if (bridges.length === 0) return null;
  const answers = nouns
    .lemmas(e3)
    .filter(
      (lemma) =>
        isMentioned(nouns.definitionWords(e2), lemma) &&
        !isMentioned(own, lemma) &&
        !isMentioned(title.words, lemma) &&
        !sharesWord(title, lemma),
    );
  for (const bridge of bridges)
    for (const answer of answers) if (!isMentioned(bridge.words, answer)) return { bridge, answer };
  return null;
}

/** Whether a word of `lemma`, or a compound that ends in it, is a word of the title (rule 3). */
const sharesWord = (title: Lemma, lemma: Lemma): boolean =>
  lemma.stems.some((stem) => title.stems.some((word) => word.endsWith(stem)));

/** Without chains whose e1 is another chain's bridge (rule 4). */
function withOneRole(chains: readonly Chain[]): readonly Chain[] {
  const bridges = new Set(chains.map(({ e2 }) => e2));
  return chains.filter(({ e1 }) => !bridges.has(e1));
}
