/**
 * What readers that don't read reach (specs/dynsan-reader.md, 16.2): how much of a set answers, single passages and
 * words in common give away. Each chooses a candidate of an item; −1 where it has nothing to go by.
 */
import type { ChoiceItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';
import { isMentioned, nameOf, wordsIn } from '../../../experiment/reader/items/words.ts';
import { passageWords } from '../../../experiment/reader/items/prepare-item.ts';
import { bestOf, mentionsAny, nearestPassage, readItem, type ReadItem } from './read-item.ts';
import { cosine, openTfIdf, type TextVector } from './tf-idf.ts';

/** What training items tell a baseline. */
interface Learnt {
  /** How often a candidate of a relation was the answer, and how often it stood to choice. */
  readonly answered: (relation: string | null, candidate: string) => number;
  readonly listed: (relation: string | null, candidate: string) => number;
  readonly vectorOf: (words: readonly string[]) => TextVector;
}

type Chooses = (read: ReadItem, learnt: Learnt) => number;

/** The candidate that a passage mentions most often; −1 where it mentions none. */
function mentionedIn({ mentions }: ReadItem, passage: number): number {
  const counts = mentions[passage] ?? new Int32Array(0);
  return mentionsAny(counts) ? bestOf(counts.length, (candidate) => counts[candidate]) : -1;
}

const BASELINES: Readonly<Record<string, Chooses>> = {
  majority: ({ item }, { answered }) =>
    bestOf(item.candidates.length, (c) => answered(item.relation, item.candidates[c])),
  answerRate: ({ item }, { answered, listed }) =>
    bestOf(
      item.candidates.length,
      (c) =>
        answered(item.relation, item.candidates[c]) / Math.max(1, listed(item.relation, item.candidates[c])),
    ),
  mostMentioned: ({ item, mentions }) =>
    bestOf(item.candidates.length, (c) => mentions.reduce((sum, counts) => sum + counts[c], 0)),
  tfIdf: ({ item, vectors }, { vectorOf }) =>
    bestOf(item.candidates.length, (c) => {
      const asked = vectorOf(wordsIn(`${item.query} ${item.candidates[c]}`));
      return Math.max(...vectors.map((vector) => cosine(vector, asked)));
    }),
  nearestPassage: (read) => mentionedIn(read, nearestPassage(read, read.entity)),
  nearestWithCandidate: (read) =>
    mentionedIn(
      read,
      nearestPassage(read, read.entity, (passage) => mentionsAny(read.mentions[passage])),
    ),
  twoHopTfIdf: (read) => {
    const first = nearestPassage(read, read.entity);
    if (first < 0) return -1;
    return mentionedIn(
      read,
      nearestPassage(read, read.vectors[first], (passage) => passage !== first),
    );
  },
  titleChase: (read) => {
    const { item, words } = read;
    const entity = wordsIn(item.query.slice(item.relation?.length ?? 0)).join(' ');
    const titles = item.passages.map(({ title }) => title);
    const first = titles.indexOf(entity);
    if (first < 0) return -1;
    const reached = titles.findIndex(
      (title, passage) => passage !== first && title !== null && isMentioned(words[first], nameOf(title)),
    );
    return mentionedIn(read, reached);
  },
};

/** Accuracies from 0 to 1; null for a split without items. */
export interface BaselineAccuracy {
  readonly dev: number | null;
  readonly test: number | null;
}

/** By the name of the baseline; `random` is chance. */
export function measureBaselines({
  train,
  dev,
  test,
}: ReadingSplits<ChoiceItem>): Readonly<Record<string, BaselineAccuracy>> {
  const learnt = learn(train);
  const read = [dev, test].map((items) => items.map((item) => readItem(item, learnt.vectorOf)));
  const [devChance, testChance] = [dev, test].map((items) =>
    mean(items.map(({ candidates }) => 1 / candidates.length)),
  );
  const accuracies = Object.entries(BASELINES).map(([name, choose]) => {
    const [ofDev, ofTest] = read.map((items) =>
      mean(items.map((one) => (one.item.candidates[choose(one, learnt)] === one.item.answer ? 1 : 0))),
    );
    return [name, { dev: ofDev, test: ofTest }] as const;
  });
  return { random: { dev: devChance, test: testChance }, ...Object.fromEntries(accuracies) };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

function learn(train: readonly ChoiceItem[]): Learnt {
  const answered = new Map<string, number>();
  const listed = new Map<string, number>();
  const keyOf = (relation: string | null, candidate: string): string => `${relation ?? ''} ${candidate}`;
  const count = (counts: Map<string, number>, key: string): unknown =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { relation, candidates, answer } of train) {
    count(answered, keyOf(relation, answer));
    for (const candidate of candidates) count(listed, keyOf(relation, candidate));
  }
  const passages = new Map(
    train.flatMap((item) =>
      item.passages.map((passage) => [`${passage.title ?? ''}:${passage.text}`, passage]),
    ),
  );
  return {
    answered: (relation, candidate) => answered.get(keyOf(relation, candidate)) ?? 0,
    listed: (relation, candidate) => listed.get(keyOf(relation, candidate)) ?? 0,
    vectorOf: openTfIdf([...passages.values()].map(passageWords)),
  };
}
