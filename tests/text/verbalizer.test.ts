import { describe, expect, test } from 'vitest';
import { createVerbalizer } from '../../src/text/verbalizer.ts';
import { readTokenizer } from './families.ts';

const wordPiece = readTokenizer('wordpiece');
const labels = ['negative', 'positive'];

test('label words become token ids, and one word a class weighs 1', () => {
  const verbalizer = createVerbalizer(wordPiece, labels, [['terrible'], ['great']]);
  expect(verbalizer.tokenIds).toEqual([wordPiece.idOf('terrible'), wordPiece.idOf('great')]);
  expect(Array.from(verbalizer.classWordMatrix)).toEqual([1, 0, 0, 1]);
  expect(verbalizer.warnings).toEqual([]);
});

test('several words a class: the matrix takes the mean of their logits', () => {
  const { tokenIds, classWordMatrix } = createVerbalizer(wordPiece, labels, [
    ['bad', 'terrible', 'awful'],
    ['great'],
  ]);
  const logits = [1, 2, 6, 10];
  const scores = [0, 1].map((c) =>
    logits.reduce((sum, logit, i) => sum + logit * (classWordMatrix[i * 2 + c] ?? NaN), 0),
  );
  expect(tokenIds).toHaveLength(4);
  expect(scores[0]).toBeCloseTo(3, 6);
  expect(scores[1]).toBeCloseTo(10, 6);
});

test('OpenPrompt’s mean of log-probabilities gives the same cross-entropy', () => {
  const { classWordMatrix } = createVerbalizer(wordPiece, labels, [['bad', 'terrible'], ['great']]);
  const logits = [0.3, -1.2, 0.9];
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  const score = (values: readonly number[]) =>
    [0, 1].map((c) => values.reduce((sum, value, i) => sum + value * (classWordMatrix[i * 2 + c] ?? NaN), 0));
  const loss = ([x = NaN, y = NaN]: readonly number[]) => Math.log(Math.exp(x) + Math.exp(y)) - x;
  expect(loss(score(logits))).toBeCloseTo(loss(score(logits.map((logit) => logit - total))), 6);
});

test('a word of several tokens counts by its first, and says so', () => {
  const { words, warnings } = createVerbalizer(wordPiece, labels, [['unreasonable'], ['great']]);
  expect(words[0]?.[0]).toMatchObject({
    word: 'unreasonable',
    tokens: ['unre', '##ason', '##able'],
    handling: 'first-token',
  });
  expect(warnings).toEqual([expect.stringContaining('only "unre" counts')]);
});

test('words of one class with the same token count once, and say so', () => {
  const { tokenIds, classWordMatrix, warnings } = createVerbalizer(wordPiece, labels, [
    ['bad', 'BAD'],
    ['great'],
  ]);
  expect(tokenIds).toHaveLength(2);
  expect(Array.from(classWordMatrix)).toEqual([1, 0, 0, 1]);
  expect(warnings).toEqual([expect.stringContaining('counts once')]);
});

describe('words in vocabularies that spell the space in front', () => {
  test.each([
    ['byte-level', 'Ġwas'],
    ['sentencepiece-bpe', '▁was'],
  ] as const)('%s takes the form with the space', (family, token) => {
    const { words } = createVerbalizer(readTokenizer(family), ['x', 'y'], [['was'], ['film']]);
    expect(words[0]?.[0]?.tokens[0]).toBe(token);
  });
});

test.each([
  ['an unknown word', [['☃'], ['great']], /"☃" of the class "negative" isn't in this PLM's vocabulary/],
  ['an empty word', [['terrible'], [' ']], /"positive" has an empty label word/],
  [
    'a mark of a vocabulary',
    [['##ible'], ['great']],
    /"##ible" of the class "negative" is spelled with a mark/,
  ],
  [
    'a mark for the space',
    [['terrible'], ['Ġgreat']],
    /"Ġgreat" of the class "positive" is spelled with a mark/,
  ],
  ['a class without words', [['terrible'], []], /"positive" has no label word/],
  ['too few lists', [['terrible']], /2 classes and label words for 1/],
  ['the same word in two classes', [['great'], ['great']], /both count by the token "great"/],
  [
    'words of two classes with the same first token',
    [['unreasonable'], ['unreason']],
    /"unreasonable" of the class "negative" and "unreason" of the class "positive"/,
  ],
])('%s is an error naming word and class', (_what, words, cause) => {
  const attempt = () => createVerbalizer(wordPiece, labels, words);
  expect(attempt).toThrow(cause);
  expect(attempt).toThrow(expect.objectContaining({ code: 'label-words' }) as Error);
});

test('a word that begins with a token for the space alone is refused', () => {
  expect(() => createVerbalizer(readTokenizer('unigram'), ['x', 'y'], [['was'], ['éa']])).toThrow(
    /"éa" of the class "y" begins with a token for the space alone/,
  );
});

test('classes of the same name are still different classes', () => {
  expect(() => createVerbalizer(wordPiece, ['x', 'x'], [['great'], ['great']])).toThrow(/both count by/);
});
