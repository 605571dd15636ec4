/** An item made ready for batches: everything of its encoding that no step draws. */
import { maskItem, namesOf, relationOf } from './mask-item.ts';
import type { EncodeSettings } from './reader-batch.ts';
import type { ReadingItem, ReadingPassage } from './reading-item.ts';
import { PLACEHOLDERS, type Vocabulary } from './vocabulary.ts';
import { mentionFinder, nameOf, standsAt, wordsIn, type Mention, type Name } from './words.ts';

/** Numbers of the vocabulary; −1 − n for the n-th name of a masked item, which every batch deals a placeholder. */
export type TokenCodes = Int32Array;

export interface PreparedMention {
  readonly candidate: number;
  readonly first: number;
  readonly length: number;
}

export interface PreparedPassage {
  readonly codes: TokenCodes;
  /** 1 where the token belongs to a name (title, candidate, answer) and stays whatever share of words is kept. */
  readonly isName: Uint8Array;
  /** 1 where the token occurs in the question; in the question for the second hop alone. */
  readonly inQuestion: Uint8Array;
  readonly inOneHop: Uint8Array;
  readonly mentions: readonly PreparedMention[];
  /** First and last tokens of the answer; of span items alone. */
  readonly spans: readonly (readonly [number, number])[];
}

export interface PreparedItem {
  readonly id: string;
  readonly passages: readonly PreparedPassage[];
  readonly question: TokenCodes;
  /** Null where the item has no second hop to ask for. */
  readonly oneHop: TokenCodes | null;
  /** Names that are dealt placeholders; 0 where nothing is masked. */
  readonly names: number;
  readonly candidates: number;
  /** The right candidate; −1 for span items. */
  readonly gold: number;
  /** Why nothing can be learnt from the item; null where all is well. */
  readonly unusable: Unusable | null;
}

/** `no-answer`: the answer isn't mentioned in what is left after the cut. */
export type Unusable = 'no-passages' | 'no-answer' | 'too-many-candidates' | 'too-many-names';

/** @returns the item as `encodeBatch` takes it; what is longer than `settings` allow is cut. */
export function prepareItem(
  given: ReadingItem,
  vocabulary: Vocabulary,
  settings: EncodeSettings,
): PreparedItem {
  // The words of an extractive answer have to be read off the passages, so span items are never masked.
  const isMasked = settings.masked && given.kind === 'choice';
  const names = isMasked ? namesOf(given) : [];
  const item = isMasked ? maskItem(given, [...names.keys()]) : given;
  const codeOf = (word: string): number =>
    isMasked && word.startsWith('@') ? -1 - Number(word.slice(1)) : vocabulary.numberOf(word);
  const codes = (words: readonly string[]): TokenCodes => Int32Array.from(words, codeOf);

  const question = questionWords(item.query, item.relation, settings);
  const oneHopQuery = item.kind === 'choice' ? (item.chain?.oneHopQuery ?? null) : null;
  const oneHop = oneHopQuery === null ? null : questionWords(oneHopQuery, relationOf(oneHopQuery), settings);
  const candidates = item.kind === 'choice' ? item.candidates : [];
  const answer = nameOf(item.answer);
  const namesAt = mentionFinder(namesIn(item).map(nameOf));
  const candidatesAt = mentionFinder(candidates.map(nameOf));
  const asked = new Set(question);
  const askedAlone = new Set(oneHop);
  const passages = item.passages.slice(0, settings.passages).map((passage): PreparedPassage => {
    const words = passageWords(passage).slice(0, settings.passageLength);
    return {
      codes: codes(words),
      isName: namePlaces(words, passage, namesAt(words)),
      inQuestion: placesOf(words, asked),
      inOneHop: placesOf(words, askedAlone),
      mentions: candidatesAt(words).map(({ name, first, length }) => ({
        candidate: name,
        first,
        length,
      })),
      spans: item.kind === 'span' ? spansOf(words, answer) : [],
    };
  });
  const prepared: PreparedItem = {
    id: item.id,
    passages,
    question: codes(question),
    oneHop: oneHop && codes(oneHop),
    names: names.length,
    candidates: candidates.length,
    gold: candidates.indexOf(item.answer),
    unusable: null,
  };
  return { ...prepared, unusable: unusableFor(prepared, item, settings) };
}

/** A passage's tokens; the colon between title and text is none. */
export const passageWords = ({ title, text }: ReadingPassage): string[] =>
  title === null ? wordsIn(text) : [...wordsIn(title), ...wordsIn(text)];

function questionWords(query: string, relation: string | null, settings: EncodeSettings): readonly string[] {
  const words =
    settings.relationToken && relation !== null
      ? [`REL:${relation}`, ...wordsIn(query.slice(relation.length))]
      : wordsIn(query);
  return words.slice(0, settings.questionLength);
}

/** Names of an item, with which its words can be told from those that a curriculum takes away. */
const namesIn = (item: ReadingItem): readonly string[] =>
  item.kind === 'choice' ? namesOf(item) : [...new Set([item.answer])];

function namePlaces(
  words: readonly string[],
  { title }: ReadingPassage,
  mentions: readonly Mention[],
): Uint8Array {
  const places = new Uint8Array(words.length);
  if (title !== null) places.fill(1, 0, wordsIn(title).length);
  for (const { first, length } of mentions) places.fill(1, first, first + length);
  return places;
}

function placesOf(words: readonly string[], wanted: ReadonlySet<string>): Uint8Array {
  const places = new Uint8Array(words.length);
  words.forEach((word, at) => {
    if (wanted.has(word)) places[at] = 1;
  });
  return places;
}

/** Every place where the answer stands exactly; a plural is another answer. */
const spansOf = (words: readonly string[], answer: Name): (readonly [number, number])[] =>
  words.flatMap((_, first) =>
    standsAt(words, first, { ...answer, plural: answer.words[answer.words.length - 1] ?? '' })
      ? [[first, first + answer.words.length - 1] as const]
      : [],
  );

function unusableFor(item: PreparedItem, { kind }: ReadingItem, settings: EncodeSettings): Unusable | null {
  if (item.passages.every(({ codes }) => codes.length === 0)) return 'no-passages';
  if (item.names > PLACEHOLDERS) return 'too-many-names';
  if (item.candidates > settings.candidates) return 'too-many-candidates';
  const isThere =
    kind === 'choice'
      ? item.passages.some(({ mentions }) => mentions.some(({ candidate }) => candidate === item.gold))
      : item.passages.some(({ spans }) => spans.length > 0);
  return isThere ? null : 'no-answer';
}
