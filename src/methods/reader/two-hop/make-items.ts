/** Items out of a split's chains: a chain to follow among others of its relation (specs/dynsan-reader.md, 16.1). */
import type { ChoiceItem, ReadingPassage } from '../../../experiment/reader/items/reading-item.ts';
import { isMentioned } from '../../../experiment/reader/items/words.ts';
import { randomStream, type RandomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { Confounders } from './confounders.ts';
import { drawOrder } from './draw-order.ts';
import type { Chain } from './find-chains.ts';
import type { Lemma, Nouns } from './nouns.ts';
import { ONE_HOP_NAME } from './relations.ts';

export interface ItemSettings {
  readonly seed: number;
  readonly candidates: number;
  /** Passages a chain that mention its bridge and lead nowhere. */
  readonly hard: number;
}

/** The titled passages of a chain: e1's and e2's. */
interface ChainText {
  readonly chain: Chain;
  readonly passages: readonly [ReadingPassage, ReadingPassage];
  /** Words of both, titles included. */
  readonly words: readonly string[];
}

/** The items of a split; a chain for which there are too few others has none. */
export function makeItems(
  chains: readonly Chain[],
  split: SplitName,
  nouns: Nouns,
  confounders: Confounders,
  settings: ItemSettings,
): readonly ChoiceItem[] {
  const texts = chains.map((chain) => textOf(chain, nouns));
  const byRelation = groupedBy(texts, ({ chain }) => chain.relation);
  const kindOf = ({ chain }: ChainText): string => `${chain.relation}/${nouns.lexicographerFile(chain.e3)}`;
  const byKind = groupedBy(texts, kindOf);
  const items: ChoiceItem[] = [];
  for (const text of texts) {
    const { chain } = text;
    const name = [chain.relation, ...[chain.e1, chain.e2, chain.e3].map(nouns.offsetOf)].join('/');
    const random = randomStream(settings.seed, `two-hop/item/${name}`);
    const chosen = [text];
    const near = Math.floor((settings.candidates - 1) / 2) + 1;
    addFrom(byKind.get(kindOf(text)) ?? [], near, chosen, random);
    addFrom(byRelation.get(chain.relation) ?? [], settings.candidates, chosen, random);
    if (chosen.length < settings.candidates) continue;
    const around = confounders.around(
      chosen.map((one) => one.chain),
      settings.hard,
      split,
      random,
    );
    items.push(itemOf(chosen, around, `${split}${items.length}`, nouns, random));
  }
  return items;
}

function groupedBy(
  texts: readonly ChainText[],
  keyOf: (text: ChainText) => string,
): ReadonlyMap<string, readonly ChainText[]> {
  const groups = new Map<string, ChainText[]>();
  for (const text of texts) {
    const group = groups.get(keyOf(text));
    if (group === undefined) groups.set(keyOf(text), [text]);
    else group.push(text);
  }
  return groups;
}

function textOf(chain: Chain, nouns: Nouns): ChainText {
  const passages = [
    { title: chain.title.text, text: nouns.definition(chain.e1) },
    { title: chain.bridge.text, text: nouns.definition(chain.e2) },
  ] as const;
  return {
    chain,
    passages,
    words: [
      ...chain.title.words,
      ...nouns.definitionWords(chain.e1),
      ...chain.bridge.words,
      ...nouns.definitionWords(chain.e2),
    ],
  };
}

/** Draws from `pool` until `chosen` has `count`; the chain to follow is the first of them. */
function addFrom(pool: readonly ChainText[], count: number, chosen: ChainText[], random: RandomStream): void {
  if (chosen.length >= count) return;
  for (const at of drawOrder(pool.length, random)) {
    if (fits(pool[at], chosen)) chosen.push(pool[at]);
    if (chosen.length === count) return;
  }
}

/** The answer can be told by following the chain alone, and every candidate and title is another. */
function fits(other: ChainText, chosen: readonly ChainText[]): boolean {
  const [own] = chosen;
  const { title, bridge, answer } = other.chain;
  const isNew = chosen.every(({ chain }) => {
    const titles = [chain.title.text, chain.bridge.text];
    return chain.answer.text !== answer.text && !titles.includes(title.text) && !titles.includes(bridge.text);
  });
  const isIn = (words: readonly string[], lemma: Lemma): boolean => isMentioned(words, lemma);
  return (
    isNew &&
    !isIn(own.words, bridge) &&
    !isIn(own.words, answer) &&
    !isIn(other.words, own.chain.answer) &&
    !isIn(other.words, own.chain.title)
  );
}

/** @param chosen chains, the one to follow first */
function itemOf(
  chosen: readonly ChainText[],
  around: readonly ReadingPassage[],
  id: string,
  nouns: Nouns,
  random: RandomStream,
): ChoiceItem {
  const [{ chain }] = chosen;
  const all = [...chosen.flatMap(({ passages }) => passages), ...around];
  const order = shuffled(all.length, random);
  return {
    kind: 'choice',
    id,
    query: `${chain.relation} ${chain.title.text}`,
    relation: chain.relation,
    passages: Array.from(order, (at) => all[at]),
    candidates: chosen.map((one) => one.chain.answer.text).sort(),
    answer: chain.answer.text,
    chain: {
      bridge: chain.bridge.text,
      gold: [order.indexOf(0), order.indexOf(1)],
      oneHopQuery: `${ONE_HOP_NAME[chain.second]} ${chain.bridge.text}`,
      synsets: [chain.e1, chain.e2, chain.e3].map(nouns.offsetOf),
    },
  };
}
