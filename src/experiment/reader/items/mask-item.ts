/** The masked form of an item: placeholders for titles and candidates, wherever they are mentioned (0.3). */
import type { ChoiceItem, ReadingPassage } from './reading-item.ts';
import { mentionFinder, nameOf, wordsIn, type Mention } from './words.ts';

/** Names of an item in the order in which they are dealt placeholders: titles as passages come, then candidates. */
export function namesOf(item: ChoiceItem): readonly string[] {
  const titles = item.passages.flatMap(({ title }) => (title === null ? [] : [title]));
  return [...new Set([...titles, ...item.candidates])];
}

/** @param places the n-th name becomes `@places[n]` */
export function maskItem(item: ChoiceItem, places: ArrayLike<number>): ChoiceItem {
  const texts = namesOf(item);
  const codes = new Map(texts.map((text, n) => [text, `@${places[n]}`]));
  const mentionsIn = mentionFinder(texts.map(nameOf));
  const coded = (text: string): string => codes.get(text) ?? text;
  const masked = (text: string): string => {
    const words = wordsIn(text);
    return withCodes(words, mentionsIn(words), places).join(' ');
  };
  const maskedQuery = (query: string, relation: string | null): string => {
    if (relation === null) return masked(query);
    const entity = query.slice(relation.length + 1);
    return `${relation} ${codes.get(entity) ?? masked(entity)}`;
  };
  const passage = ({ title, text }: ReadingPassage): ReadingPassage => ({
    title: title === null ? null : coded(title),
    text: masked(text),
  });
  return {
    ...item,
    query: maskedQuery(item.query, item.relation),
    passages: item.passages.map(passage),
    candidates: item.candidates.map(coded),
    answer: coded(item.answer),
    chain: item.chain && {
      ...item.chain,
      bridge: coded(item.chain.bridge),
      oneHopQuery: maskedQuery(item.chain.oneHopQuery, relationOf(item.chain.oneHopQuery)),
    },
  };
}

/** The first word of a query such as `kind_of poet`. */
export const relationOf = (query: string): string => query.split(' ', 1)[0];

function withCodes(
  words: readonly string[],
  mentions: readonly Mention[],
  places: ArrayLike<number>,
): readonly string[] {
  const coded: string[] = [];
  let next = 0;
  for (const { name, first, length } of mentions) {
    while (next < first) coded.push(words[next++]);
    coded.push(`@${places[name]}`);
    next = first + length;
  }
  while (next < words.length) coded.push(words[next++]);
  return coded;
}
