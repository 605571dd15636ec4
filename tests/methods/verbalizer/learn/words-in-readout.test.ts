import { describe, expect, test } from 'vitest';
import type { UsableClass } from '../../../../src/experiment/verbalizer/usable-words.ts';
import { plainWords } from '../../../../src/experiment/verbalizer/verbalizer.ts';
import { wordsInReadout } from '../../../../src/methods/verbalizer/learn/words-in-readout.ts';

const classOf = (label: string, ...words: readonly (readonly number[])[]): UsableClass => ({
  label,
  listed: words.length,
  words: words.map((ids) => ({ ...plainWords([ids.join('-')], 'own')[0], ids, tokens: ids.map(String) })),
  manual: [],
  dropped: [],
});

/** Token 7 is a word of the first class and a part of one of the second. */
const CLASSES = [classOf('a', [7], [3]), classOf('b', [9], [7, 5, 5], [2])];

describe('words in a readout', () => {
  test.each([
    ['mean', [1 / 3, 2 / 3]],
    ['first', [1, 0]],
  ] as const)('of several tokens count by the %s', (handling, [ofSeven, ofFive]) => {
    const { shape, numbers } = wordsInReadout(CLASSES, handling);
    expect(shape).toEqual({ tokens: 5, words: 5, classes: 2 });
    const tokens = Array.from(numbers.label_words);
    expect(tokens).toEqual([7, 3, 9, 5, 2]);
    const share = (token: number, word: number): number =>
      numbers.word_tokens[tokens.indexOf(token) * shape.words + word];
    expect(share(7, 0)).toBe(1);
    expect(share(7, 3)).toBeCloseTo(ofSeven, 6);
    expect(share(5, 3)).toBeCloseTo(ofFive, 6);
    expect(share(9, 3)).toBe(0);
    for (let word = 0; word < 5; word++)
      expect(tokens.reduce((sum, token) => sum + share(token, word), 0)).toBeCloseTo(1, 6);
  });

  test('are each its class’s', () => {
    const { numbers } = wordsInReadout(CLASSES, 'mean');
    expect(Array.from(numbers.class_of_word)).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 0, 1]);
  });

  test('by the largest of their tokens are no weighted sum; words of one token don’t need one', () => {
    expect(() => wordsInReadout(CLASSES, 'max')).toThrow(
      expect.objectContaining({ code: 'label-words', where: 'handling' }) as Error,
    );
    expect(wordsInReadout([classOf('a', [1]), classOf('b', [2])], 'max').shape.tokens).toBe(2);
  });
});
