import { describe, expect, test } from 'vitest';
import {
  judgeRows,
  refineWords,
  wordsWith,
  type Steps,
} from '../../../src/experiment/verbalizer/judge-rows.ts';
import { plainWords } from '../../../src/experiment/verbalizer/verbalizer.ts';
import type { CandidateWord, WordLogits } from '../../../src/experiment/verbalizer/word-logits.ts';

const candidates = (...words: readonly string[]): readonly CandidateWord[] =>
  plainWords(words, 'own').map((word, id) => ({ ...word, ids: [id], tokens: [word.word] }));

/** Two classes of three words and one, a manual word each: columns 0 to 3, then 4 and 5. */
const LOGITS: WordLogits = {
  words: [candidates('a', 'b', 'c'), candidates('x')],
  manual: [candidates('a'), candidates('x')],
  truth: [0, 1],
  rows: Float32Array.from([9, 1, 2, 4, 9, 4, 1, 1, 1, 3, 1, 3]),
  // Word b goes with a; word c goes with x.
  support: Float32Array.from([
    1, 2, 0, 0, 1, 0, -1, -2, 0.1, 0, -1, 0, 0, 0.1, 2, 1, 0, 1, 0, 0, -2, -1, 0, -1,
  ]),
  prior: Float32Array.from([1, 0, 0, 2, 1, 2]),
  ranks: Float32Array.from([90, 10, 95, 99, 90, 99]),
  vocabulary: 100,
};
const off: Steps = { calibrated: false, moreWords: false, frequency: false, relevance: false };
const more: Steps = { ...off, moreWords: true };
const words = { kept: [[0, 1, 2], [3]], manual: [[4], [5]] };

describe('which words count', () => {
  test('without more words, the manual ones', () => {
    expect(wordsWith(LOGITS, refineWords(LOGITS, 0), off)).toEqual({
      kept: words.manual,
      leftOut: new Map(),
    });
  });

  test('with them, all; with frequency refinement, those that aren’t rare', () => {
    expect(wordsWith(LOGITS, refineWords(LOGITS, 0.5), more).kept).toEqual(words.kept);
    const frequent = wordsWith(LOGITS, refineWords(LOGITS, 0.5), { ...more, frequency: true });
    expect(frequent).toEqual({ kept: [[0, 2], [3]], leftOut: new Map([[1, 'rare']]) });
  });

  test('with relevance refinement, those that go with their own name, and it tells them from rare ones', () => {
    const related = wordsWith(LOGITS, refineWords(LOGITS, 0), { ...more, relevance: true });
    expect(related.kept[0]).not.toContain(2);
    expect(related.leftOut.get(2)).toBe('off');
    const both = wordsWith(LOGITS, refineWords(LOGITS, 0.5), { ...more, frequency: true, relevance: true });
    expect(both.leftOut.get(1)).toBe('rare');
  });

  test('what a person takes out goes, what is taken back stays in spite of a refinement', () => {
    const refined = refineWords(LOGITS, 0.5);
    const steps = { ...more, frequency: true };
    const out = wordsWith(LOGITS, refined, steps, { out: new Set([2]), back: new Set() });
    expect(out).toEqual({
      kept: [[0], [3]],
      leftOut: new Map([
        [1, 'rare'],
        [2, 'taken-out'],
      ]),
    });
    const back = wordsWith(LOGITS, refined, steps, { out: new Set(), back: new Set([1]) });
    expect(back).toEqual({ kept: words.kept, leftOut: new Map() });
  });

  test('a class of which all words are taken out keeps its name', () => {
    const taken = { out: new Set([0, 1, 2, 3]), back: new Set<number>() };
    expect(wordsWith(LOGITS, refineWords(LOGITS, 0), more, taken)).toEqual({
      kept: [[0], [3]],
      leftOut: new Map([
        [1, 'taken-out'],
        [2, 'taken-out'],
      ]),
    });
  });
});

describe('what rows are judged as', () => {
  const judged = (steps: Steps) => judgeRows(LOGITS, refineWords(LOGITS, 0), steps);

  test('by the mean over the words that count, less the prior where calibrated', () => {
    // Row 0: 9 against 4; row 1: 1 against 3.
    expect(judged(off)).toMatchObject({ predictions: [0, 1], accuracy: 1 });
    // Row 0: mean of 9, 1, 2 is 4 against 4: the lower class of a tie.
    expect(judged(more)).toMatchObject({ predictions: [0, 1], accuracy: 1 });
    // Row 1: 1 − 1/3 against 3 − 2 = 1.
    const { scores } = judged({ ...more, calibrated: true });
    expect(scores[3] - scores[2]).toBeCloseTo(1 - 2 / 3, 6);
  });

  test('is a class for each row, and accuracy is by the truth', () => {
    const turned = judgeRows({ ...LOGITS, truth: [1, 1] }, refineWords(LOGITS, 0), off);
    expect(turned).toMatchObject({ predictions: [0, 1], accuracy: 0.5 });
  });
});
