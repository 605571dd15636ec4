import { describe, expect, test } from 'vitest';
import type { Estimate, TransferReport } from '../../../src/experiment/transfer/transfer-report.ts';
import { findingText } from '../../../src/views/finding.ts';
import { gapInterval, transferFacts } from '../../../src/views/transfer/finding-facts.ts';
import {
  transferFinding,
  type FamilyMean,
  type TransferFacts,
} from '../../../src/views/transfer/transfer-finding.ts';
import { syntheticReport } from './synthetic-report.ts';

type Compared = TransferFacts & { kind: 'compared' };
type Within = TransferFacts & { kind: 'within' };
type Filling = TransferFacts & { kind: 'filling' };

const mean = (value: number): FamilyMean => ({ mean: value, interval: null });

const compared = (change: Partial<Compared> = {}): Compared => ({
  kind: 'compared',
  measure: 'share',
  seeds: 3,
  isWhole: true,
  same: mean(0.204),
  other: mean(0.018),
  gap: { low: 0.02, high: 0.4 },
  ...change,
});

const within = (change: Partial<Within> = {}): Within => ({
  kind: 'within',
  difference: 0.123,
  interval: { low: 0.04, high: 0.2 },
  targets: 8,
  seeds: 3,
  isWhole: true,
  ...change,
});

const filling = (change: Partial<Filling> = {}): Filling => ({
  kind: 'filling',
  isLive: true,
  trained: 3,
  tasks: 8,
  family: null,
  shares: { low: -0.07, high: 0.65 },
  ...change,
});

test.each<readonly [string, TransferFacts, string]>([
  [
    'a gap that is settled',
    compared(),
    'A prompt from the same family brings 20 % of what training gains, one from another family 2 %. Three seeds settle the gap.',
  ],
  [
    'a gap the other way round',
    compared({ same: mean(-0.04), other: mean(0.3), gap: { low: -0.5, high: -0.2 } }),
    'A prompt from the same family brings −4 % of what training gains, one from another family 30 %. Three seeds settle the gap.',
  ],
  [
    'a gap whose interval holds 0',
    compared({ gap: { low: -0.01, high: 0.4 } }),
    'A prompt from the same family brings 20 % of what training gains, one from another family 2 %. Three seeds don’t settle the gap.',
  ],
  [
    'one seed, whatever its interval',
    compared({ seeds: 1 }),
    'A prompt from the same family brings 20 % of what training gains, one from another family 2 %. One seed can’t settle the gap.',
  ],
  [
    'a gap without an interval',
    compared({ gap: null }),
    'A prompt from the same family brings 20 % of what training gains, one from another family 2 %. Too little is measured to settle the gap.',
  ],
  [
    'a sweep that was left half done',
    compared({ isWhole: false }),
    'So far, a prompt from the same family brings 20 % of what training gains, one from another family 2 %. Three seeds settle the gap.',
  ],
  [
    'published numbers',
    compared({ seeds: null, gap: null }),
    'A prompt from the same family brings 20 % of what training gains, one from another family 2 %. Published without seeds or intervals.',
  ],
  [
    'numbers without random prompts',
    compared({ measure: 'accuracy', same: mean(0.88), other: mean(0.61) }),
    'A prompt from the same family reaches 88 % of the own prompt’s accuracy, one from another family 61 %. Three seeds settle the gap.',
  ],
  [
    'tasks of which no two are of one family',
    compared({ same: null, gap: null }),
    'A prompt from another family brings 2 % of what training gains; no pair of one family can be compared with it.',
  ],
  [
    'tasks of one family',
    compared({ other: null, gap: null }),
    'A prompt from the same family brings 20 % of what training gains; no pair of two families can be compared with it.',
  ],
  [
    'one task',
    compared({ same: null, other: null, gap: null }),
    'No pair of different tasks can be compared.',
  ],
  [
    'a difference within the target that is settled',
    within(),
    'On the same task, a prompt of its family gets 12 points more right than one of another family. Eight tasks settle it.',
  ],
  [
    'a difference within the target whose interval holds 0',
    within({ interval: { low: -0.01, high: 0.26 } }),
    'On the same task, a prompt of its family gets 12 points more right than one of another family. Eight tasks don’t settle it.',
  ],
  [
    'no difference within the target, which is not settled',
    within({ difference: -0.004, interval: { low: -0.03, high: 0.02 } }),
    'On the same task, a prompt of its family gets as many rows right as one of another family. Eight tasks don’t settle it.',
  ],
  [
    'prompts of another family that are better within the target',
    within({ difference: -0.052, interval: { low: -0.09, high: -0.01 } }),
    'On the same task, a prompt of its family gets 5 points less right than one of another family. Eight tasks settle it.',
  ],
  [
    'a difference within the target without an interval',
    within({ interval: null }),
    'On the same task, a prompt of its family gets 12 points more right than one of another family. Too little is measured to settle it.',
  ],
  [
    'a single point within a single target',
    within({ difference: 0.01, interval: { low: 0.002, high: 0.018 }, targets: 1 }),
    'On the same task, a prompt of its family gets 1 point more right than one of another family. One task settles it.',
  ],
  [
    'a single target that settles nothing',
    within({ interval: { low: -0.2, high: 0.4 }, targets: 1 }),
    'On the same task, a prompt of its family gets 12 points more right than one of another family. One task doesn’t settle it.',
  ],
  [
    'a difference within the target of a sweep that was left half done',
    within({ isWhole: false, targets: 5 }),
    'So far, on the same task, a prompt of its family gets 12 points more right than one of another family. Five tasks settle it.',
  ],
  [
    'nothing gained',
    { kind: 'no-gain', tasks: 8, seeds: 3, isWhole: true },
    'Training gains nothing that shows on any of eight tasks with three seeds: there is nothing for a prompt to bring along.',
  ],
  [
    'nothing gained so far, with one seed',
    { kind: 'no-gain', tasks: 2, seeds: 1, isWhole: false },
    'So far, training gains nothing that shows on any of two tasks with one seed: there is nothing for a prompt to bring along.',
  ],
  [
    'three prompts of one family, while the sweep runs',
    filling({ family: 'topic', shares: { low: -0.04, high: 0.35 } }),
    'Three topic prompts are trained; on each other they bring −4 to 35 % of the gain.',
  ],
  [
    'prompts of several families, while the sweep runs',
    filling(),
    'Three of eight prompts are trained; on other tasks they bring −7 to 65 % of the gain.',
  ],
  [
    'one prompt on one other task',
    filling({ trained: 1, shares: { low: 0.2, high: 0.2 } }),
    'One of eight prompts is trained; on other tasks it brings 20 % of the gain.',
  ],
  [
    'prompts that were tried on no other task',
    filling({ shares: null }),
    'Three of eight prompts are trained; on other tasks nothing is known yet.',
  ],
  [
    'a sweep that was left early',
    filling({ isLive: false, shares: null }),
    'Three of eight prompts were trained; on other tasks nothing is known yet.',
  ],
  [
    'the beginning',
    filling({ trained: 0, tasks: 5, shares: null }),
    'Five prompts are trained one after the other, and each is tried on every task.',
  ],
  [
    'the beginning, before the tasks are read',
    filling({ trained: 0, tasks: 0, shares: null }),
    'Prompts are trained one after the other, and each is tried on every task.',
  ],
  [
    'a sweep that was left before its first prompt',
    filling({ isLive: false, trained: 0, shares: null }),
    'The sweep ended before a prompt was tried on another task.',
  ],
  ['no sweep', { kind: 'none' }, 'Does the soft prompt of one task help another, and why?'],
])('%s', (_, facts, sentence) => {
  expect(findingText(transferFinding(facts))).toBe(sentence);
});

test('numbers have the colours of their marks', () => {
  const inks = transferFinding(compared()).flatMap((part) => (typeof part === 'string' ? [] : [part.ink]));
  expect(inks).toEqual(['same', 'same', 'diff']);
});

test.each<readonly [number, readonly string[]]>([
  [0.12, ['same', 'same', 'diff']],
  [-0.12, ['same', 'diff', 'diff']],
  [0, ['same', 'diff']],
])('a difference of %d within the target has the colour of the family that is ahead', (difference, inks) => {
  const parts = transferFinding(within({ difference }));
  expect(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.ink]))).toEqual(inks);
});

test('the interval of a gap is wider than that of either mean', () => {
  const interval = (low: number, high: number): FamilyMean['interval'] => ({ low, high });
  const gap = gapInterval(
    { mean: 0.204, interval: interval(0.081, 0.304) },
    { mean: 0.018, interval: interval(-0.177, 0.198) },
  );
  expect(gap?.low).toBeCloseTo(-0.0322, 3);
  expect(gap?.high).toBeCloseTo(0.405, 3);
  expect(gapInterval(mean(0.2), { mean: 0.1, interval: interval(0, 0.2) })).toBeNull();
});

describe('facts of a report', () => {
  const REPORT = syntheticReport();
  const without = (change: Partial<TransferReport>): TransferReport => syntheticReport(change);
  const blank = REPORT.cells.map((row) => row.map(() => null));

  const unheaded = { headline: { ...REPORT.headline, within: null } };

  test('are the difference within the target, over targets that have prompts of both kinds', () => {
    const { within: known } = REPORT.headline;
    expect(known).not.toBeNull();
    expect(transferFacts(REPORT, false)).toEqual({
      kind: 'within',
      difference: known?.difference.mean,
      interval: known?.difference.interval,
      // `paraphrases` has no other of its family.
      targets: 5,
      seeds: 3,
      // One cell of it is missing.
      isWhole: false,
    });
  });

  test('compare families by the share of the gain where nothing is known within targets', () => {
    expect(transferFacts(without(unheaded), false)).toMatchObject({
      kind: 'compared',
      measure: 'share',
      seeds: 3,
      // One cell of it is missing.
      isWhole: false,
      same: { mean: 0.72 },
      other: { mean: 0.08 },
    });
  });

  test('fall back on relative performance where no random prompt was scored', () => {
    const tasks = REPORT.tasks.map((task) => ({ ...task, random: null }));
    const unknown = { recovery: null };
    const facts = transferFacts(
      without({
        ...unheaded,
        tasks,
        sameType: { ...REPORT.sameType, ...unknown },
        differentType: { ...REPORT.differentType, ...unknown },
      }),
      false,
    );
    expect(facts).toMatchObject({ kind: 'compared', measure: 'accuracy', same: { mean: 0.88 } });
  });

  test('say that nothing was gained where no pair has a share', () => {
    const unknown = { recovery: null };
    const facts = transferFacts(
      without({
        sameType: { ...REPORT.sameType, ...unknown },
        differentType: { ...REPORT.differentType, ...unknown },
      }),
      false,
    );
    expect(facts).toEqual({ kind: 'no-gain', tasks: 6, seeds: 3, isWhole: false });
  });

  test('count the prompts while the matrix fills', () => {
    const tasks = REPORT.tasks.map((task, i) => (i < 3 ? task : { ...task, own: null }));
    const cells = REPORT.cells.map((row, target) =>
      row.map((cell, source) => (target < 3 && source < 3 ? cell : null)),
    );
    const facts = transferFacts(without({ tasks, cells }), true);
    expect(facts).toMatchObject({ kind: 'filling', trained: 3, tasks: 6, family: 'sentiment' });
    expect(findingText(transferFinding(facts))).toMatch(
      /^Three sentiment prompts are trained; on each other they bring \d+ to \d+ % of the gain\.$/,
    );
  });

  test('are none without a sweep, and the beginning with one that has no cell', () => {
    expect(transferFacts(null, false)).toEqual({ kind: 'none' });
    expect(transferFacts(null, true)).toMatchObject({ kind: 'filling', isLive: true, trained: 0 });
    const tasks = REPORT.tasks.map((task) => ({ ...task, own: null }));
    expect(transferFacts(without({ tasks, cells: blank }), false)).toMatchObject({
      kind: 'filling',
      isLive: false,
      trained: 0,
    });
  });

  test('published numbers have no seeds', () => {
    const single = (value: number): Estimate => ({ mean: value, interval: null, seeds: [value] });
    const pairs = { pairs: 2, relative: single(90), recovery: single(0.4) };
    const report = without({ ...unheaded, engine: 'as published', sameType: pairs, differentType: pairs });
    expect(transferFacts(report, false)).toMatchObject({ kind: 'compared', seeds: null, gap: null });
  });
});
