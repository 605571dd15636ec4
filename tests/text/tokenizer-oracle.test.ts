/** What Hugging Face's tokenizers (Rust) says about hard texts, recorded in tests/fixtures/text/oracle.json. */
import { describe, expect, test } from 'vitest';
import { FAMILIES, readFixture, readTokenizer, type Family } from './families.ts';

interface Recorded {
  readonly text: string;
  readonly ids: number[];
  readonly tokens: string[];
  readonly offsets: [number, number][];
}

const oracle = readFixture('oracle.json') as Record<Family, Recorded[]>;

/** Hugging Face gives a composed character its base's span alone; ours has the marks too. */
const MARKS = /^[\p{M}\uff9e\uff9f]*$/u;

describe.each(FAMILIES)('%s', (family) => {
  const tokenizer = readTokenizer(family);

  test.each(oracle[family].map((recorded) => [recorded.text, recorded] as const))(
    'ids of %j',
    (text, recorded) => {
      const { ids, tokens } = tokenizer.encode(text);
      expect(ids).toEqual(recorded.ids);
      // An unknown token is spelled out here, and an added one doesn't take the space that it swallows into its name.
      const comparable = (token: string, i: number) =>
        ids[i] === tokenizer.special.unk ? '' : token.trim() || token;
      expect(tokens.map(comparable)).toEqual(recorded.tokens.map(comparable));
    },
  );

  test.each(oracle[family].map((recorded) => [recorded.text, recorded] as const))(
    'offsets of %j',
    (text, recorded) => {
      const { offsets, special } = tokenizer.encode(text);
      offsets.forEach(([start, end], i) => {
        if (special[i]) return;
        const [from, to] = recorded.offsets[i] ?? [-1, -1];
        const theirs = text.slice(from, to);
        const ours = text.slice(start, end);
        if (ours.trim() === '' || theirs.trim() === '') {
          // A token of space alone, or one that was put in: no characters to mark, only a place.
          expect(start).toBeLessThanOrEqual(to);
          expect(end).toBeGreaterThanOrEqual(Math.min(from, start));
          return;
        }
        const spaceInFront = theirs.length - theirs.trimStart().length;
        expect(start).toBe(from + spaceInFront);
        expect(ours.startsWith(theirs.trim())).toBe(true);
        expect(ours.slice(theirs.trim().length)).toMatch(MARKS);
      });
    },
  );
});

test('roles are found for every family', () => {
  const roles = FAMILIES.map((family) => readTokenizer(family).special);
  expect(roles).toEqual([
    { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
    { pad: 1, unk: 3, cls: 0, sep: 2, mask: 4 },
    { pad: 0, unk: 2, cls: null, sep: 1, mask: null },
    { pad: null, unk: 0, cls: 1, sep: 2, mask: null },
  ]);
});

test('families are told apart by how they mark the beginning of a word', () => {
  expect(FAMILIES.map((family) => readTokenizer(family).family)).toEqual([
    'wordpiece',
    'byte-level',
    'sentencepiece',
    'sentencepiece',
  ]);
});

test('decoding gives the text back where nothing was normalised away', () => {
  for (const family of ['byte-level', 'unigram', 'sentencepiece-bpe'] as const) {
    const tokenizer = readTokenizer(family);
    expect(tokenizer.decode(tokenizer.encode('The film was great').ids)).toBe('The film was great');
  }
  expect(readTokenizer('wordpiece').decode([])).toBe('');
});

test('tokens and ids name one another, and an unknown name gives null', () => {
  const tokenizer = readTokenizer('wordpiece');
  expect(tokenizer.vocabularySize).toBe(16384);
  expect(tokenizer.tokenOf(tokenizer.idOf('great') ?? -1)).toBe('great');
  expect(tokenizer.idOf('no such token')).toBeNull();
  expect(tokenizer.tokenOf(16384)).toBeNull();
  expect(tokenizer.idOf('constructor')).not.toBe(Object.prototype.constructor);
});
