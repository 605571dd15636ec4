import { describe, expect, test } from 'vitest';
import { contributionBars, fitContributions } from '../../../src/views/words/contribution-bars.ts';
import {
  contributions,
  contributionsFacts,
  contributionsTable,
  signed,
  type ContributionsInput,
} from '../../../src/views/words/contributions.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';

const INPUT: ContributionsInput = {
  labels: ['World', 'Sports'],
  words: ['politics', 'law', 'sports', 'soccer', 'season'],
  kept: [
    [0, 1],
    [2, 3, 4],
  ],
  logits: [1, 2, 1.5, 4, 3],
  prior: [2, 1, 1, 1, 3],
  isCalibrated: true,
};

const sumExp = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.exp(value), 0);

describe('what carries an answer', () => {
  test('calibrated: the logarithm of how much likelier a word is here than in the support set', () => {
    const [sports, world] = contributions(INPUT);
    const here = [1, 2, 1.5, 4, 3].map((logit) => Math.exp(logit) / sumExp([1, 2, 1.5, 4, 3]));
    const before = [2, 1, 1, 1, 3].map((logit) => Math.exp(logit) / sumExp([2, 1, 1, 1, 3]));
    expect([sports.label, world.label]).toEqual(['Sports', 'World']);
    expect(sports.words.map(({ word }) => word)).toEqual(['soccer', 'sports', 'season']);
    expect(sports.words[0].value).toBeCloseTo(Math.log(here[3] / before[3]), 12);
    expect(world.score).toBeCloseTo((Math.log(here[0] / before[0]) + Math.log(here[1] / before[1])) / 2, 12);
  });

  test('uncalibrated: against one of as many words, with the same order of classes as the mean logit', () => {
    const [first, second] = contributions({ ...INPUT, isCalibrated: false });
    expect(first.label).toBe('Sports');
    const value = Math.log((5 * Math.exp(4)) / sumExp([1, 2, 1.5, 4, 3]));
    expect(first.words[0].value).toBeCloseTo(value, 12);
    expect(first.score - second.score).toBeCloseTo((1.5 + 4 + 3) / 3 - (1 + 2) / 2, 12);
  });

  test('a constant added to all logits, or to the prior, changes nothing', () => {
    const shifted = { ...INPUT, logits: [101, 102, 101.5, 104, 103], prior: [-98, -99, -99, -99, -97] };
    contributions(shifted).forEach((one, index) =>
      expect(one.score).toBeCloseTo(contributions(INPUT)[index].score, 9),
    );
  });

  test('only the words that count', () => {
    const [sports] = contributions({ ...INPUT, kept: [[0, 1], [2]] });
    expect([...sports.words, ...contributions({ ...INPUT, kept: [[0], [2]] })[1].words]).toHaveLength(2);
  });
});

describe('as bars', () => {
  const many = contributions({
    labels: ['A', 'B', 'C'],
    words: Array.from({ length: 30 }, (_, i) => `word${String(i)}`),
    kept: [0, 1, 2].map((index) => Array.from({ length: 10 }, (_, i) => index * 10 + i)),
    logits: Array.from({ length: 30 }, (_, i) => Math.sin(i) * 3),
    prior: Array.from({ length: 30 }, () => 0),
    isCalibrated: true,
  });

  test('the likeliest class has six words and its lowest, the others three', () => {
    const shown = fitContributions(many, { width: 500, height: null, type: 1 });
    expect(shown.map(({ best, lowest }) => [best.length, lowest !== null])).toEqual([
      [6, true],
      [3, false],
      [3, false],
    ]);
    expect(shown[0].lowest).toBe(many[0].words.at(-1));
  });

  test('fewer words where there is less room, and at last fewer classes', () => {
    const heads = (height: number): readonly number[] =>
      fitContributions(many, { width: 500, height, type: 1 }).map(({ best }) => best.length);
    expect(heads(300)[0]).toBeLessThan(6);
    expect(heads(300)).toHaveLength(3);
    expect(heads(150)).toHaveLength(2);
    expect(heads(20)).toHaveLength(1);
  });

  test('signed bars start at the same 0, and the scale is written', () => {
    const text = toSvgText(contributionBars(many, { width: 500, height: null, type: 1 }));
    expect(text).toContain('var(--view-negative)');
    expect(text).toContain('var(--view-positive)');
    expect(text).toMatch(/scale −8 to \+8/);
  });

  test('is as it was', async () => {
    const bars = contributionBars(contributions(INPUT), { width: 480, height: null, type: 1 });
    await expect(toSvgText(bars)).toMatchFileSnapshot('golden/contributions.svg');
  });
});

test('in words and as a table', () => {
  expect(signed(-0.04, 1)).toBe('+0.0');
  expect(signed(-0.06, 1)).toBe('−0.1');
  expect(contributionsFacts(true, 200)).toContain('than in the 200 texts');
  expect(contributionsFacts(false, 200)).not.toContain('200');
  const { columns, rows } = contributionsTable(contributions(INPUT));
  expect(rows).toHaveLength(5);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});
