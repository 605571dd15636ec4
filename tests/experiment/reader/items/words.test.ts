import { expect, test } from 'vitest';
import {
  isMentioned,
  mentionFinder,
  nameOf,
  pluralOf,
  stemOf,
  wordsIn,
} from '../../../../src/experiment/reader/items/words.ts';

test('tokens are runs of small letters and digits, and placeholders', () => {
  expect(wordsIn('Rub al-Khali : 13,000 m; @12 kind_of Ägypten')).toEqual(
    'rub al khali 13 000 m @12 kind of ägypten'.split(' '),
  );
  expect(wordsIn(' ;:')).toEqual([]);
});

test.each([
  ['city', 'cities'],
  ['day', 'days'],
  ['box', 'boxes'],
  ['church', 'churches'],
  ['bush', 'bushes'],
  ['bus', 'buses'],
  ['poet', 'poets'],
])('the plural of %s is %s', (word, plural) => {
  expect(pluralOf(word)).toBe(plural);
});

test.each([
  ['cities', 'city'],
  ['churches', 'church'],
  ['poets', 'poet'],
  ['grass', 'grass'],
  ['cactus', 'cactus'],
  ['gas', 'gas'],
])('the stem of %s is %s', (word, stem) => {
  expect(stemOf(word)).toBe(stem);
});

test('a name is mentioned by its words or the plural of the last', () => {
  expect(isMentioned(wordsIn('two tennis players'), nameOf('Tennis player'))).toBe(true);
  expect(isMentioned(wordsIn('a player of tennis'), nameOf('tennis player'))).toBe(false);
  expect(isMentioned(wordsIn('an actress'), nameOf('actor'))).toBe(false);
  expect(isMentioned(wordsIn('anything'), nameOf('; :'))).toBe(false);
});

test('of mentions that overlap the longest counts, then the leftmost', () => {
  const names = ['general', 'general officer', 'officer corps', 'officer'].map(nameOf);
  const found = mentionFinder(names)(wordsIn('a general officer corps of officers, general'));
  expect(found.map(({ name, first, length }) => [name, first, length])).toEqual([
    [1, 1, 2],
    [3, 5, 1],
    [0, 6, 1],
  ]);
});
