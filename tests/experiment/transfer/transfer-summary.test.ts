import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import {
  recovery,
  relativePerformance,
  summariseTransfer,
  type TransferScores,
  typeMeans,
} from '../../../src/experiment/transfer/transfer-summary.ts';
import { publishedMatrix } from '../../methods/transfer/published.ts';

/** The tasks at `chosen` alone, in that order. */
function ofTasks({ families, scores, random }: TransferScores, chosen: readonly number[]): TransferScores {
  return {
    families: chosen.map((task) => families[task]),
    scores: chosen.map((target) => chosen.map((source) => scores[target][source])),
    random: chosen.map((task) => random[task]),
  };
}

const CLASSIFICATION = Array.from({ length: 13 }, (_, task) => task);

interface Expected {
  readonly own: number;
  readonly relative: readonly [same: number, different: number, random: number | null];
  readonly pairs: readonly [number, number];
}

/** The one-decimal scores give these within 0.15 of what unrounded ones gave. */
const SUMMARIES: readonly (readonly [string, Expected])[] = [
  ['Roberta', { own: 81.4, relative: [80.8, 56.6, 49.1], pairs: [40, 116] }],
  ['RobertaLarge', { own: 85.4, relative: [76, 53, null], pairs: [40, 116] }],
  ['T5', { own: 66.7, relative: [82.6, 49.8, 52.1], pairs: [44, 228] }],
  ['T5Small', { own: 62.8, relative: [79.1, 48, 56.1], pairs: [44, 228] }],
];

const near = (seen: number | null, expected: number | null): void => {
  if (seen === null || expected === null) expect(seen).toBe(expected);
  else expect(Math.abs(seen - expected), `${seen} for ${expected}`).toBeLessThanOrEqual(0.15);
};

test.each(SUMMARIES)('%s: own score, relative performance and counts of pairs', (plm, expected) => {
  const { own, relative, pairs } = summariseTransfer(publishedMatrix(plm));
  near(own, expected.own);
  near(relative.sameType, expected.relative[0]);
  near(relative.differentType, expected.relative[1]);
  near(relative.random, expected.relative[2]);
  expect([pairs.sameType, pairs.differentType]).toEqual(expected.pairs);
});

test('random prompts of the T5s against the one-decimal scores', () => {
  expect(summariseTransfer(publishedMatrix('T5')).relative.random?.toFixed(2)).toBe('51.98');
  expect(summariseTransfer(publishedMatrix('T5Small')).relative.random?.toFixed(2)).toBe('56.16');
});

test.each([
  ['T5', 87.1, 63.8],
  ['T5Small', 83.4, 63.8],
])('%s, classification tasks only', (plm, same, different) => {
  const { relative } = summariseTransfer(ofTasks(publishedMatrix(plm), CLASSIFICATION));
  near(relative.sameType, same);
  near(relative.differentType, different);
});

test.each([
  ['Roberta', 62.9, 3.7, 31.0, 44.8],
  ['T5', 66.0, 5.5, 50.9, 53.4],
  ['T5Small', 46.5, -13.6, 45.7, 58.6],
])(
  '%s: recovery, and how many pairs are no better than a random prompt',
  (plm, same, different, below, not) => {
    const summary = summariseTransfer(ofTasks(publishedMatrix(plm), CLASSIFICATION));
    near(100 * (summary.recovery.sameType ?? NaN), same);
    near(100 * (summary.recovery.differentType ?? NaN), different);
    expect((100 * (summary.belowRandom ?? NaN)).toFixed(1)).toBe(below.toFixed(1));
    expect((100 * (summary.notAboveRandom ?? NaN)).toFixed(1)).toBe(not.toFixed(1));
  },
);

describe('by hand', () => {
  const scores = [
    [80, 60, 40],
    [45, 90, 30],
    [50, 50, 50],
  ];
  const random = [40, 30, 50];
  const families = ['x', 'x', 'y'];

  test('relative performance and recovery of each pair', () => {
    expect(relativePerformance(scores)).toEqual([
      [100, 75, 50],
      [50, 100, (100 * 30) / 90],
      [100, 100, 100],
    ]);
    expect(recovery({ scores, random })).toEqual([
      [1, 0.5, 0],
      [0.25, 1, 0],
      [null, null, null],
    ]);
  });

  test('means leave out pairs of a task with itself and pairs without a value', () => {
    const summary = summariseTransfer({ scores, families, random });
    expect(summary.relative.sameType).toBe(62.5);
    expect(summary.recovery).toEqual({ sameType: 0.375, differentType: 0 });
    expect(summary.belowRandom).toBe(0);
    expect(summary.notAboveRandom).toBe(1);
    expect(typeMeans([[1]], ['x'])).toEqual({ sameType: null, differentType: null });
  });

  test('without random prompts there is no recovery', () => {
    const summary = summariseTransfer({ scores, families, random: [null, null, null] });
    expect(summary.recovery).toEqual({ sameType: null, differentType: null });
    expect([summary.relative.random, summary.belowRandom, summary.notAboveRandom]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test.each([
    ['no tasks', { scores: [], families: [], random: [] }],
    ['a row too short', { scores: [[1, 2], [1]], families: ['x', 'y'], random: [1, 1] }],
    ['no random score', { scores: [[1]], families: ['x'], random: [] }],
  ])('%s is refused', (_what, transfer) => {
    expect(() => summariseTransfer(transfer)).toThrow(LabError);
  });
});
