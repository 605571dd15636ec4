import { expect, test } from 'vitest';
import { meanScore, normalisedAnswer, scoreAnswer } from '../../../src/experiment/reader/squad-metric.ts';

test.each([
  ['The  Leek!', 'leek'],
  ['an apple a day', 'apple day'],
  ['U.S.A.', 'usa'],
  ['“Theo” and Anna', '“theo” and anna'],
  ['state-of-the-art', 'stateoftheart'],
  ['the', ''],
  ['a piña', 'piña'],
  ['tab\tand\nline', 'tab and line'],
])('%s is compared as %s', (text, expected) => {
  expect(normalisedAnswer(text)).toBe(expected);
});

test.each<[string, readonly string[], number, number]>([
  ['the leek', ['leek'], 1, 1],
  ['leek soup', ['leek'], 0, 2 / 3],
  ['leek leek', ['leek'], 0, 2 / 3],
  ['daffodil', ['leek'], 0, 0],
  ['soup', ['leek soup', 'a bowl of soup'], 0, 2 / 3],
  ['leek', [], 0, 0],
  // Each is empty once its article is gone.
  ['the', ['a'], 1, 1],
  ['the', ['leek'], 0, 0],
])('%s, where %j is accepted: exact %d, F1 %d', (given, accepted, exact, f1) => {
  const score = scoreAnswer(given, accepted);
  expect(score.exact).toBe(exact);
  expect(score.f1).toBeCloseTo(f1, 12);
});

test('scores are averaged', () => {
  expect(
    meanScore([
      { exact: 1, f1: 1 },
      { exact: 0, f1: 0.5 },
    ]),
  ).toEqual({ exact: 0.5, f1: 0.75 });
  expect(meanScore([])).toEqual({ exact: 0, f1: 0 });
});
