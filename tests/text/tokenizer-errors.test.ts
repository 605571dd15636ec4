import { expect, test } from 'vitest';
import { createTokenizer } from '../../src/text/tokenizer.ts';

const wordPiece = {
  type: 'WordPiece',
  unk_token: '[UNK]',
  continuing_subword_prefix: '##',
  vocab: { '[UNK]': 0, a: 1 },
};

test.each([
  ['nothing', null],
  ['a text', '{"model": {}}'],
  ['a list', []],
  ['no model', { added_tokens: [] }],
  ['an unknown kind of model', { model: { type: 'Morse' } }],
  ['an unknown normaliser', { model: wordPiece, normalizer: { type: 'Rot13' } }],
  ['added tokens that are no list', { model: wordPiece, added_tokens: { 0: 'x' } }],
  ['an added token without an id', { model: wordPiece, added_tokens: [{ content: 'x' }] }],
  [
    'an added token with an id that would fill the memory',
    { model: wordPiece, added_tokens: [{ content: 'x', id: 2 ** 31 }] },
  ],
])('%s is no tokenizer, and the error says where to get one', (_what, json) => {
  const attempt = () => createTokenizer(json);
  expect(attempt).toThrow(expect.objectContaining({ code: 'tokenizer-unreadable' }) as Error);
  expect(attempt).toThrow(/tokenizer\.json/);
});

test('a tokenizer.json without optional parts works', () => {
  const tokenizer = createTokenizer({ model: wordPiece });
  expect(tokenizer.encode('a').ids).toEqual([1]);
  expect(tokenizer.special).toEqual({ pad: null, unk: 0, cls: null, sep: null, mask: null });
});

test('a text whose token has no id, in a vocabulary without an unknown token, is an error', () => {
  const tokenizer = createTokenizer({ model: { ...wordPiece, vocab: { a: 0 } } });
  expect(() => tokenizer.encode('b')).toThrow(
    expect.objectContaining({ code: 'tokenizer-unreadable' }) as Error,
  );
});

test('roles come from the config, as text or as a record, before usual names', () => {
  const added = ['<pad>', '<filler>', '<mask>'].map((content, i) => ({ content, id: 2 + i, special: true }));
  const tokenizer = createTokenizer(
    { model: wordPiece, added_tokens: added },
    { pad_token: { content: '<filler>' }, mask_token: null },
  );
  expect(tokenizer.special.pad).toBe(3);
  expect(tokenizer.special.mask).toBe(4);
});
