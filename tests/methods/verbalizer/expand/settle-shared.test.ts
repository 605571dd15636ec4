import { describe, expect, test } from 'vitest';
import type { ExpandedWord } from '../../../../src/experiment/verbalizer/expansion.ts';
import { settleShared } from '../../../../src/methods/verbalizer/expand/settle-shared.ts';

const word = (text: string, score: number): ExpandedWord => ({
  word: text,
  score,
  source: 'wordnet',
  path: [text],
});

const settle = (...classes: readonly (readonly ExpandedWord[])[]): ReturnType<typeof settleShared> =>
  settleShared(
    classes.map((words) => [words[0].word]),
    classes.map((words) => ({ words, dropped: [] })),
  );

const texts = (words: readonly ExpandedWord[]): readonly string[] => words.map((entry) => entry.word);

describe('a word of two classes', () => {
  test('stays where it leads by more than a quarter', () => {
    const [a, b] = settle([word('law', 1), word('court', 0.51)], [word('sports', 1), word('court', 0.4)]);
    expect(texts(a.words)).toEqual(['law', 'court']);
    expect(texts(b.words)).toEqual(['sports']);
    expect(b.dropped).toEqual([{ word: 'court', why: 'shared', with: 'law' }]);
  });

  test('goes from both where neither does', () => {
    const [a, b] = settle([word('law', 1), word('court', 0.5)], [word('sports', 1), word('court', 0.4)]);
    expect([texts(a.words), texts(b.words)]).toEqual([['law'], ['sports']]);
    expect([a.dropped[0].with, b.dropped[0].with]).toEqual(['sports', 'law']);
  });

  test('stays in the class that it names, whatever another scores', () => {
    const [a, b] = settle([word('law', 1), word('sports', 1)], [word('sports', 0.1)]);
    expect(texts(a.words)).toEqual(['law']);
    expect(texts(b.words)).toEqual(['sports']);
  });

  test('of three leads the best over the next', () => {
    const classes = settle(
      [word('law', 1), word('court', 0.6)],
      [word('sports', 1), word('court', 0.45)],
      [word('king', 1), word('court', 0.1)],
    );
    expect(classes.map(({ words }) => words.length)).toEqual([2, 1, 1]);
    expect(classes[2].dropped).toEqual([{ word: 'court', why: 'shared', with: 'law' }]);
  });
});
