import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { DEFAULT_EXPANSION } from '../../../src/experiment/verbalizer/expansion.ts';
import { noticesOf } from '../../../src/experiment/verbalizer/notices.ts';
import {
  parseVerbalizer,
  verbalizerHash,
  writeVerbalizer,
} from '../../../src/experiment/verbalizer/verbalizer-json.ts';
import { plainWords, type StoredVerbalizer } from '../../../src/experiment/verbalizer/verbalizer.ts';

const verbalizer: StoredVerbalizer = {
  version: 1,
  kind: 'verbalizer',
  name: 'news',
  labels: ['World', 'Sports'],
  words: [
    [{ word: 'politics', score: 1, source: 'own', path: ['politics'] }],
    [
      { word: 'sports', score: 1, source: 'own', path: ['sports'] },
      { word: 'skiing', score: 0.73, source: 'wordnet', path: ['sport', '~', 'skiing'] },
    ],
  ],
  made: {
    how: 'expanded',
    seeds: [['politics'], ['sports']],
    settings: { ...DEFAULT_EXPANSION, senses: { sports: ['n00524569'] } },
  },
  notices: ['WordNet 3.1'],
};

test('what is written is read again, and equal verbalizers are written alike', () => {
  const text = writeVerbalizer(verbalizer);
  expect(parseVerbalizer(text, 'x')).toEqual(verbalizer);
  const turned = Object.fromEntries(Object.entries(verbalizer).reverse());
  expect(writeVerbalizer(parseVerbalizer(JSON.stringify(turned), 'x'))).toBe(text);
});

describe('the hash', () => {
  test('is of labels, words and scores alone', async () => {
    const hash = await verbalizerHash(verbalizer);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const renamed: StoredVerbalizer = { ...verbalizer, name: 'other', made: { how: 'own' }, notices: [] };
    expect(await verbalizerHash(renamed)).toBe(hash);
    const fewer = { ...verbalizer, words: [verbalizer.words[0], verbalizer.words[1].slice(0, 1)] };
    expect(await verbalizerHash(fewer)).not.toBe(hash);
    expect(await verbalizerHash({ ...verbalizer, labels: ['World', 'Sport'] })).not.toBe(hash);
  });
});

describe('what is no verbalizer is refused by its field', () => {
  const change = (changes: object): object => ({ ...verbalizer, ...changes });
  const withWord = (entry: object): object =>
    change({ words: [verbalizer.words[0], [{ ...verbalizer.words[1][0], ...entry }]] });

  test.each<[string, unknown, RegExp]>([
    ['another version', change({ version: 2 }), /version/],
    ['no name', change({ name: ' ' }), /name/],
    ['fewer words than labels', change({ words: [verbalizer.words[0]] }), /words for each/],
    ['a label twice', change({ labels: ['World', 'World'] }), /label twice/],
    ['a class without words', change({ words: [verbalizer.words[0], []] }), /words\.1/],
    ['an empty word', withWord({ word: ' ' }), /words\.1\.0\.word/],
    ['a score of zero', withWord({ score: 0 }), /words\.1\.0\.score/],
    ['a score above one', withWord({ score: 1.5 }), /words\.1\.0\.score/],
    ['an unknown source', withWord({ source: 'web' }), /words\.1\.0\.source/],
    ['a path without end', withWord({ path: new Array(1000).fill('x') }), /words\.1\.0\.path/],
    ['a field of its own', withWord({ odd: 1 }), /words\.1\.0/],
    ['an unknown origin', change({ made: { how: 'guessed' } }), /made/],
    [
      'settings out of bounds',
      change({ made: { how: 'expanded', seeds: [['a']], settings: { ...DEFAULT_EXPANSION, most: 0 } } }),
      /made\.settings\.most/,
    ],
    ['a list', [], /no verbalizer/],
    ['null', null, /no verbalizer/],
  ])('%s', (_what, value, message) => {
    const wrong = (): unknown => parseVerbalizer(JSON.stringify(value), 'x.json');
    expect(wrong).toThrow(LabError);
    expect(wrong).toThrow(message);
  });

  test('a prototype’s name and text that is no JSON', () => {
    const text = JSON.stringify(verbalizer).replace('"senses":{', '"senses":{"__proto__":["n00524569"],');
    expect(() => parseVerbalizer(text, 'x')).toThrow(/__proto__/);
    expect(() => parseVerbalizer('{', 'x.json')).toThrow(/x\.json.*no valid JSON/);
  });
});

test('each source’s notice is given once', () => {
  const words = [
    ...plainWords(['a', 'b'], 'wordnet'),
    ...plainWords(['c'], 'gloss'),
    ...plainWords(['d'], 'own'),
  ];
  expect(noticesOf(words)).toHaveLength(1);
  expect(noticesOf(words)[0]).toMatch(/Princeton/);
  expect(noticesOf(plainWords(['x'], 'own'))).toEqual([]);
});
