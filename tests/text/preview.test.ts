/** What people are shown of a row and of label words is what the PLM gets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { previewText } from '../../src/text/preview-text.ts';
import { previewWords } from '../../src/text/preview-words.ts';
import { readKindOf } from '../../src/text/read-kind.ts';
import { parseTemplate } from '../../src/text/template.ts';
import { wrapExample } from '../../src/text/wrap-example.ts';
import { FAMILIES, readTokenizer } from './families.ts';

const wordPiece = readTokenizer('wordpiece');

test('template, text, special tokens and the mask are told apart', () => {
  const { tokens, length, cut } = previewText(
    wordPiece,
    parseTemplate('{a} it was [MASK] .'),
    { a: 'good film' },
    32,
    'mask',
  );
  expect(tokens.map(({ token, origin }) => `${token}:${origin}`)).toEqual([
    '[CLS]:special',
    'good:a',
    'film:a',
    'it:template',
    'was:template',
    '[MASK]:template',
    '.:template',
    '[SEP]:special',
  ]);
  expect(tokens.filter(({ isAnswer }) => isAnswer).map(({ token }) => token)).toEqual(['[MASK]']);
  expect([length, cut]).toEqual([8, 0]);
  expect(tokens[1]?.id).toBe(wordPiece.idOf('good'));
});

test('what is cut stands where it was, crossed out', () => {
  const template = parseTemplate('{a} so {a} ? [MASK] , {b}');
  const texts = { a: 'one two three four', b: 'five six seven' };
  const { tokens, length, cut } = previewText(wordPiece, template, texts, 14, 'mask');
  expect([length, cut]).toEqual([14, 3]);
  expect(tokens.map(({ token, isCut }) => (isCut ? `-${token}` : token)).join(' ')).toBe(
    '[CLS] one two three -four so one two three -four ? [MASK] , five six -seven [SEP]',
  );
});

test('without the cut ones it is exactly what is trained on, in every family', () => {
  for (const family of FAMILIES) {
    const tokenizer = readTokenizer(family);
    const kind = readKindOf(tokenizer);
    const template = parseTemplate('{a} then {b} and {a} : [MASK]');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('the', 'quick', 'Fox', 'é', '[MASK]', 'unreasonable', '…'), {
          maxLength: 30,
        }),
        fc.array(fc.constantFrom('the', 'the', 'brown'), { maxLength: 10 }),
        fc.integer({ min: 24, max: 50 }),
        (a, b, maxLength) => {
          const texts = { a: a.join(' '), b: b.join(' ') };
          const wrapped = wrapExample(tokenizer, template, texts, maxLength, kind);
          const preview = previewText(tokenizer, template, texts, maxLength, kind);
          const seen = preview.tokens.filter(({ isCut }) => !isCut);
          expect(seen.map(({ id }) => id)).toEqual(wrapped.ids);
          expect(seen.findIndex(({ isAnswer }) => isAnswer)).toBe(wrapped.readPosition.index);
          expect(preview.tokens.length - seen.length).toBe(Math.min(60, wrapped.cut));
        },
      ),
      { numRuns: 60 },
    );
  }
});

test('of a very long text the first cut tokens are shown, and all are counted', () => {
  const preview = previewText(wordPiece, parseTemplate('{a} [MASK]'), { a: 'so '.repeat(5000) }, 16, 'mask');
  expect(preview.cut).toBe(5000 - 13);
  expect(preview.tokens).toHaveLength(16 + 60);
  expect(preview.tokens.at(-1)?.token).toBe('[SEP]');
});

describe('label words', () => {
  const labels = ['bad', 'good'];
  test('one token each: ids and no note', () => {
    expect(previewWords(wordPiece, labels, [['terrible'], ['great']])).toEqual([
      [{ word: 'terrible', tokens: [{ token: 'terrible', id: wordPiece.idOf('terrible') }], note: null }],
      [{ word: 'great', tokens: [{ token: 'great', id: wordPiece.idOf('great') }], note: null }],
    ]);
  });

  test.each([
    ['several tokens', [['unreasonable'], ['great']], 0, 0, /tokens; only/],
    ['shared between classes', [['great'], ['great']], 1, 0, /“great” of bad counts by the same token/],
    ['twice in a class', [['bad', 'bad'], ['great']], 0, 1, /counts once/],
    ['unknown', [['\u{1f9a9}'], ['great']], 0, 0, /isn't in this PLM's vocabulary/],
    ['empty', [['  '], ['great']], 0, 0, /empty label word/],
  ])('%s', (_what, words, c, i, note) => {
    expect(previewWords(wordPiece, labels, words)[c]?.[i]?.note).toMatch(note);
  });

  test('a class without words, and words for too few classes', () => {
    expect(previewWords(wordPiece, labels, [[]])).toEqual([[], []]);
  });
});
