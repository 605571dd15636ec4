/** The leak tests of the two-hop set, and its counts (specs/dynsan-reader.md, 0.5, 16 and 18). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../../../src/cli/open-model.ts';
import { gunzip } from '../../../../src/data/gunzip.ts';
import { packReading } from '../../../../src/data/reading/packed-reading.ts';
import { READING_FOLDER, TWO_HOP_FILE } from '../../../../src/data/reading/reading-files.ts';
import type {
  ChoiceItem,
  ReadingChain,
  ReadingSplits,
} from '../../../../src/experiment/reader/items/reading-item.ts';
import { passageWords, prepareItem } from '../../../../src/experiment/reader/items/prepare-item.ts';
import { DEFAULT_ENCODING } from '../../../../src/experiment/reader/items/reader-batch.ts';
import { openVocabulary } from '../../../../src/experiment/reader/items/vocabulary.ts';
import { isMentioned, nameOf, stemOf, wordsIn } from '../../../../src/experiment/reader/items/words.ts';
import { SHIPPED_TWO_HOP, USUAL_TWO_HOP } from '../../../../src/experiment/reader/two-hop-settings.ts';
import {
  measureBaselines,
  type BaselineAccuracy,
} from '../../../../src/methods/reader/baselines/baselines.ts';
import { countPassages } from '../../../../src/methods/reader/two-hop/count-passages.ts';
import {
  makeTwoHop,
  openTwoHop,
  type TwoHopSource,
} from '../../../../src/methods/reader/two-hop/make-two-hop.ts';
import { shippedWords } from '../../verbalizer/expand/word-base.ts';

let source: TwoHopSource;
let eight: ReadingSplits<ChoiceItem>;
beforeAll(async () => {
  source = openTwoHop((await shippedWords()).graph);
  eight = makeTwoHop(source, USUAL_TWO_HOP);
}, 60_000);

const SPLITS = ['train', 'dev', 'test'] as const;
const allOf = ({ train, dev, test: last }: ReadingSplits<ChoiceItem>): readonly ChoiceItem[] => [
  ...train,
  ...dev,
  ...last,
];
const withChains = (items: readonly ChoiceItem[]): (readonly [ChoiceItem, ReadingChain])[] =>
  items.flatMap((item) => (item.chain === null ? [] : [[item, item.chain] as const]));
/** Ids of the items for which the claim is false. */
const failing = (
  items: readonly ChoiceItem[],
  holds: (item: ChoiceItem, chain: ReadingChain) => boolean,
): string[] =>
  withChains(items)
    .filter(([item, chain]) => !holds(item, chain))
    .map(([{ id }]) => id);

test('there are as many chains and items as an independent generator found', () => {
  expect(Math.abs(source.chains.length / 12_113 - 1)).toBeLessThan(0.02);
  expect(Math.abs(allOf(eight).length / (6451 + 759 + 664) - 1)).toBeLessThan(0.08);
});

test('a known chain has the words of the reference', () => {
  const { nouns, chains } = source;
  const [marlowe] = chains.filter(({ title }) => title.text === 'christopher marlowe');
  expect([marlowe.e1, marlowe.e2, marlowe.e3].map(nouns.offsetOf)).toEqual([
    '11177709',
    '10463768',
    '10813654',
  ]);
  expect([marlowe.relation, marlowe.bridge.text, marlowe.second, marlowe.answer.text]).toEqual([
    'instance_kind',
    'poet',
    '@',
    'writer',
  ]);
  expect(nouns.definition(marlowe.e2)).toBe(
    'a writer of poems (the term is usually reserved for writers of good poetry)',
  );
});

describe('nothing but the chain tells the answer', () => {
  test('no passage stands in two splits', () => {
    expect(countPassages(eight).shared).toBe(0);
  });

  test('no synset is asked about in one split and passed through in another', () => {
    const places = new Map<string, Set<string>>();
    for (const split of SPLITS)
      for (const [, { synsets = [] }] of withChains(eight[split]))
        for (const synset of synsets.slice(0, 2))
          places.set(synset, (places.get(synset) ?? new Set()).add(split));
    expect([...places.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  test('passages of the first hop hold neither the answer nor, in their titles, a word of bridge or answer', () => {
    const broken = failing(allOf(eight), ({ passages, answer }, { gold, bridge }) => {
      const first = passages[gold[0]];
      const titleStems = wordsIn(first.title ?? '').map(stemOf);
      const stems = [...wordsIn(bridge), ...wordsIn(answer)].map(stemOf);
      return (
        !isMentioned(passageWords(first), nameOf(answer)) &&
        stems.every((stem) => titleStems.every((word) => !word.endsWith(stem)))
      );
    });
    expect(broken).toEqual([]);
  });

  test('the chain is spelled out: the first passage mentions the bridge, the bridge’s the answer', () => {
    const broken = failing(allOf(eight), ({ query, relation, passages, answer }, { gold, bridge }) => {
      const [first, second] = gold.map((at) => passages[at]);
      return (
        query === `${relation ?? ''} ${first.title ?? ''}` &&
        second.title === bridge &&
        isMentioned(wordsIn(first.text), nameOf(bridge)) &&
        isMentioned(wordsIn(second.text), nameOf(answer))
      );
    });
    expect(broken).toEqual([]);
  });

  test('every candidate is mentioned, the answer is one of them, none twice, in alphabetical order', () => {
    const broken = failing(allOf(eight), ({ candidates, passages, answer }) => {
      const words = passages.map(passageWords);
      return (
        candidates.length === 8 &&
        candidates.includes(answer) &&
        new Set(candidates).size === 8 &&
        candidates.every((name) => words.some((ofPassage) => isMentioned(ofPassage, nameOf(name)))) &&
        candidates.every((name, n) => n === 0 || candidates[n - 1] < name)
      );
    });
    expect(broken).toEqual([]);
  });

  test('distractors neither name the answer nor the entity, nor are they named by the chain', () => {
    const broken = failing(allOf(eight), ({ passages, candidates, answer }, { gold }) => {
      const [first, second] = gold.map((at) => passages[at]);
      const own = [...passageWords(first), ...passageWords(second)];
      const others = passages.filter((_, at) => !gold.includes(at));
      return (
        new Set(passages.map(({ title }) => title)).size === 16 &&
        candidates.every((name) => name === answer || !isMentioned(own, nameOf(name))) &&
        others.every((passage) => {
          const words = passageWords(passage);
          return !isMentioned(words, nameOf(answer)) && !isMentioned(words, nameOf(first.title ?? ''));
        })
      );
    });
    expect(broken).toEqual([]);
  });

  test('answers and bridges are capped', () => {
    const most = (items: readonly ChoiceItem[], keyOf: (item: ChoiceItem) => string): number => {
      const counts = new Map<string, number>();
      for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
      return Math.max(...counts.values());
    };
    const answer = (item: ChoiceItem): string => item.answer;
    expect(most(eight.train, answer)).toBe(40);
    expect(most(eight.dev, answer)).toBe(5);
    expect(most(eight.test, answer)).toBe(5);
    expect(most(allOf(eight), ({ chain }) => chain?.synsets?.[1] ?? '')).toBe(6);
  });

  test('readers that don’t read stay near chance, and following the chain is all it takes', () => {
    const baselines = measureBaselines(eight);
    const both = (name: string): readonly number[] => {
      const { dev, test: last }: BaselineAccuracy = baselines[name];
      return [dev ?? NaN, last ?? NaN];
    };
    for (const share of both('majority')) expect(share).toBeLessThanOrEqual(0.16);
    for (const share of both('nearestWithCandidate')) expect(share).toBeLessThanOrEqual(0.18);
    for (const share of both('tfIdf')) expect(share).toBeLessThanOrEqual(0.2);
    for (const share of both('twoHopTfIdf')) expect(share).toBeGreaterThan(0.9);
    for (const share of both('titleChase')) expect(share).toBeGreaterThan(0.99);
  });
});

describe('of four candidates', () => {
  let plain: ReadingSplits<ChoiceItem>;
  beforeAll(() => {
    plain = makeTwoHop(source, SHIPPED_TWO_HOP);
  });

  test('the set that ships is what the generator makes', async () => {
    const bytes = readFileSync(join(projectFolder, 'public', READING_FOLDER, TWO_HOP_FILE));
    const shipped = new TextDecoder().decode(await gunzip(bytes, TWO_HOP_FILE));
    expect(shipped === packReading(plain)).toBe(true);
  });

  test('another seed makes another set', () => {
    const other = makeTwoHop(source, { ...SHIPPED_TWO_HOP, seed: 14 });
    expect(other.dev.map(({ query }) => query)).not.toEqual(plain.dev.map(({ query }) => query));
  });

  test('cut to 24 tokens, nearly all items still hold their chain', () => {
    const vocabulary = openVocabulary();
    const usable = (items: readonly ChoiceItem[]): number =>
      items.filter((item) => prepareItem(item, vocabulary, DEFAULT_ENCODING).unusable === null).length /
      items.length;
    expect(usable(plain.train)).toBeGreaterThan(0.99);
    expect(usable(plain.dev)).toBeGreaterThan(0.99);
  });

  test('masked items have the same chains, and names that are placeholders everywhere', () => {
    const masked = allOf(makeTwoHop(source, { ...SHIPPED_TWO_HOP, masked: true }));
    const items = allOf(plain);
    expect(masked.map(({ chain }) => chain?.synsets)).toEqual(items.map(({ chain }) => chain?.synsets));
    const isPlaceholder = (text: string | null): boolean => /^@\d{1,2}$/.test(text ?? '');
    const broken = withChains(masked).filter(
      ([{ query, relation, candidates, answer, passages }, { gold, bridge }], at) =>
        !isPlaceholder(query.slice((relation ?? '').length + 1)) ||
        !isPlaceholder(answer) ||
        !candidates.every(isPlaceholder) ||
        candidates.indexOf(answer) !== items[at].candidates.indexOf(items[at].answer) ||
        !passages.every(({ title }) => isPlaceholder(title)) ||
        !isMentioned(wordsIn(passages[gold[0]].text), nameOf(bridge)) ||
        !isMentioned(wordsIn(passages[gold[1]].text), nameOf(answer)),
    );
    expect(broken.map(([{ id }]) => id)).toEqual([]);
  });
});

test('hard items have passages that mention a bridge and lead nowhere, and no split has another’s', () => {
  const hard = makeTwoHop(source, { ...USUAL_TWO_HOP, hard: 1 });
  expect(countPassages(hard).shared).toBe(0);
  const counts = hard.dev.map(({ passages }) => passages.length);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  expect(mean).toBeGreaterThan(22.5);
  expect(Math.max(...counts)).toBe(24);
  const plain = new Map(eight.dev.map((item) => [item.id, item]));
  const broken = hard.dev.filter(({ id, passages, candidates }) => {
    const own = plain.get(id)?.passages.map(({ title }) => title) ?? [];
    const added = passages.filter(({ title }) => !own.includes(title));
    return added.some((passage) =>
      candidates.some((name) => isMentioned(passageWords(passage), nameOf(name))),
    );
  });
  expect(broken.map(({ id }) => id)).toEqual([]);
  const { twoHopTfIdf, titleChase } = measureBaselines(hard);
  expect(titleChase.dev).toBeGreaterThanOrEqual(0.997);
  expect(twoHopTfIdf.dev).toBeLessThan(0.9);
});

test('items with more names than placeholders are refused', () => {
  expect(() => makeTwoHop(source, { seed: 13, candidates: 16, masked: true, hard: 2 })).toThrow(
    /placeholders/,
  );
});
