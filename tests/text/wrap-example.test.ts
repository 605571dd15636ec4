import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKindOf } from '../../src/text/read-kind.ts';
import { parseTemplate } from '../../src/text/template.ts';
import { truncatedLengths } from '../../src/text/truncate.ts';
import { wrapExample } from '../../src/text/wrap-example.ts';
import { readTokenizer } from './families.ts';

const wordPiece = readTokenizer('wordpiece');
const sentiment = parseTemplate('{a} it was [MASK] .');
const inference = parseTemplate('{a} ? [MASK] , {b}');

const idsOf = (text: string): readonly number[] => wordPiece.encode(text, { addSpecialTokens: false }).ids;
const words = fc
  .array(fc.constantFrom('great', 'film', 'Zürich', 'unbelievably', '☃', ',', '[MASK]', '[SEP]', 'the'), {
    maxLength: 40,
  })
  .map((list) => list.join(' '));

describe('one text', () => {
  test('is tokenised with its template as one string, its end cut, all else kept', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 6, max: 40 }), (a, maxLength) => {
        const template = idsOf('it was [MASK] .');
        const room = maxLength - 2 - template.length;
        const wrapped = wrapExample(wordPiece, sentiment, { a }, maxLength);
        const kept = idsOf(a).slice(0, room);
        expect(wrapped.ids).toEqual([2, ...kept, ...template, 3]);
        expect(wrapped.cut).toBe(idsOf(a).length - kept.length);
        expect(wrapped.readPosition).toEqual({ kind: 'mask', index: 1 + kept.length + 2 });
      }),
      { numRuns: 300 },
    );
  });

  test('a mask that the text itself holds is not taken for the template’s', () => {
    const wrapped = wrapExample(wordPiece, parseTemplate('[MASK] news : {a}'), { a: 'no [MASK] here' }, 64);
    expect(wrapped.readPosition.index).toBe(1);
    const after = wrapExample(wordPiece, sentiment, { a: '[MASK] [MASK]' }, 64);
    expect(after.readPosition.index).toBe(5);
  });

  test('braces in a text stay text', () => {
    const wrapped = wrapExample(wordPiece, sentiment, { a: '{b} {a}' }, 64);
    expect(wrapped.origins.filter((origin) => origin === 'a')).toHaveLength(6);
  });

  test('every token knows its origin and its characters', () => {
    const a = 'Great film';
    const wrapped = wrapExample(wordPiece, sentiment, { a }, 64);
    expect(wrapped.origins).toEqual([
      'special',
      'a',
      'a',
      'template',
      'template',
      'template',
      'template',
      'special',
    ]);
    expect(wrapped.spans.map((span) => (span === null ? null : a.slice(...span)))).toEqual([
      null,
      'Great',
      'film',
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('an empty text leaves the template', () => {
    expect(wrapExample(wordPiece, sentiment, { a: '' }, 64).tokens).toEqual([
      '[CLS]',
      'it',
      'was',
      '[MASK]',
      '.',
      '[SEP]',
    ]);
  });

  test('a token that template and text share is the template’s and is never cut', () => {
    const wrapped = wrapExample(wordPiece, parseTemplate('{a}ly it was [MASK] .'), { a: 'film great' }, 9);
    expect(wrapped.tokens.slice(0, 2)).toEqual(['[CLS]', 'film']);
    expect(wrapped.origins[2]).toBe('template');
  });
});

describe('two texts', () => {
  test('the longer one is cut first, and spans count from its own beginning', () => {
    const a = 'film film film film film';
    const b = 'great great';
    const wrapped = wrapExample(wordPiece, inference, { a, b }, 9);
    expect(wrapped.tokens).toEqual(['[CLS]', 'film', 'film', '?', '[MASK]', ',', 'great', 'great', '[SEP]']);
    expect(wrapped.spans[6]).toEqual([0, 5]);
    expect(wrapped.cut).toBe(3);
  });

  test('a row without the second text that the template asks for is an error', () => {
    expect(() => wrapExample(wordPiece, inference, { a: 'x' }, 64)).toThrow(/asks for a second text \{b\}/);
  });
});

test('of equally long texts the later one is cut', () => {
  expect(truncatedLengths([3, 3], 1)).toEqual([3, 2]);
  expect(truncatedLengths([3, 3], 2)).toEqual([2, 2]);
  expect(truncatedLengths([5, 0], 5)).toEqual([0, 0]);
  expect(truncatedLengths([1, 1], 3)).toBeNull();
});

test('a template that alone is too long says how long it is', () => {
  const long = () => wrapExample(wordPiece, sentiment, { a: 'x' }, 5);
  expect(long).toThrow(/alone takes 6 tokens, more than the 5 allowed/);
  expect(long).toThrow(expect.objectContaining({ code: 'template' }) as Error);
  expect(wrapExample(wordPiece, sentiment, { a: 'x' }, 6).ids).toHaveLength(6);
});

describe('byte-level BPE with a mask', () => {
  const tokenizer = readTokenizer('byte-level');

  test('equals the filled template as one string', () => {
    const wrapped = wrapExample(tokenizer, sentiment, { a: 'The naïve 😀 film' }, 64);
    expect(wrapped.ids).toEqual(tokenizer.encode('The naïve 😀 film it was <mask> .').ids);
    expect(wrapped.tokens[wrapped.readPosition.index]).toBe('<mask>');
    expect(wrapped.readPosition.kind).toBe('mask');
  });

  test('cutting takes tokens of the text alone', () => {
    const whole = wrapExample(tokenizer, sentiment, { a: 'The naïve 😀 film' }, 64);
    const cut = wrapExample(tokenizer, sentiment, { a: 'The naïve 😀 film' }, whole.ids.length - 3);
    const byOrigin = (origin: string) => (w: typeof whole) => w.ids.filter((_, i) => w.origins[i] === origin);
    expect(byOrigin('template')(cut)).toEqual(byOrigin('template')(whole));
    expect(byOrigin('a')(cut)).toEqual(byOrigin('a')(whole).slice(0, -3));
  });
});

describe('encoder-decoder models', () => {
  const tokenizer = readTokenizer('unigram');

  test('read at the decoder, a sentinel at the mask’s place', () => {
    expect(readKindOf(tokenizer)).toBe('decoder');
    const wrapped = wrapExample(tokenizer, sentiment, { a: 'The film' }, 64);
    expect(wrapped.readPosition).toMatchObject({ kind: 'decoder', step: 0 });
    expect(wrapped.tokens[wrapped.readPosition.index]).toBe('<extra_id_0>');
    expect(wrapped.tokens.at(-1)).toBe('</s>');
  });
});

describe('decoder-only models', () => {
  const tokenizer = readTokenizer('sentencepiece-bpe');

  test('read at the last token of a text that ends where the answer begins', () => {
    expect(readKindOf(tokenizer)).toBe('last');
    const wrapped = wrapExample(tokenizer, sentiment, { a: 'The film' }, 64);
    expect(wrapped.ids).toEqual(tokenizer.encode('The film it was').ids);
    expect(wrapped.readPosition).toEqual({ kind: 'last', index: wrapped.ids.length - 1 });
  });

  test('refuse a template that goes on after the mask', () => {
    const attempt = () => wrapExample(tokenizer, parseTemplate('[MASK] news : {a}'), { a: 'x' }, 64);
    expect(attempt).toThrow(/only reads from left to right/);
    expect(attempt).toThrow(expect.objectContaining({ code: 'template' }) as Error);
  });
});

test('a reading that the tokenizer has no token for is a mismatch', () => {
  expect(() => wrapExample(wordPiece, sentiment, { a: 'x' }, 64, 'decoder')).toThrow(
    expect.objectContaining({ code: 'tokenizer-mismatch' }) as Error,
  );
  expect(() => wrapExample(readTokenizer('unigram'), sentiment, { a: 'x' }, 64, 'mask')).toThrow(
    /no mask token/,
  );
});
