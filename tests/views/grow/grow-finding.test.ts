import { describe, expect, test } from 'vitest';
import type { GrowthReport } from '../../../src/experiment/progressive/growth-report.ts';
import { findingText } from '../../../src/views/finding.ts';
import {
  differenceLine,
  growFinding,
  growLine,
  type GrowFacts,
} from '../../../src/views/grow/grow-finding.ts';
import { difference, REPORT } from './small-growth.ts';

/** Thin spaces as plain ones, so that sentences can be read here. */
const said = (facts: GrowFacts): string => findingText(growFinding(facts)).replaceAll(' ', ' ');

const measured = (change: Partial<GrowthReport> = {}): string =>
  said({ kind: 'measured', report: { ...REPORT, ...change }, rows: 500 });

const againstFull = (
  perSeed: readonly (number | null)[],
  interval: { low: number; high: number } | null,
) => ({
  differences: [difference('grow - full', perSeed, interval)],
});

describe('the finding of a growing run', () => {
  test('says cost, both accuracies, and that the seeds don’t settle a gap whose interval holds 0', () => {
    expect(measured()).toBe(
      'A model that grows while it trains costs 68 %. Its prompt reaches 77 %, the full model’s 79 %: three seeds don’t settle the gap.',
    );
  });

  test('a loss and a gain are said as they are', () => {
    expect(measured(againstFull([-0.03, -0.03, -0.02], { low: -0.05, high: -0.01 }))).toMatch(
      /full model’s 79 %: three points lost\.$/,
    );
    expect(measured(againstFull([0.012, 0.01, 0.008], { low: 0.005, high: 0.015 }))).toMatch(
      /: one point gained\.$/,
    );
    expect(measured(againstFull([-0.003, -0.002, -0.004], { low: -0.005, high: -0.001 }))).toMatch(
      /: a loss of less than a point\.$/,
    );
  });

  test('one seed or two settle nothing', () => {
    expect(measured(againstFull([0.1, null, null], null))).toMatch(/: one seed doesn’t settle the gap\.$/);
    expect(measured(againstFull([0.1, 0.2, null], null))).toMatch(/: two seeds don’t settle the gap\.$/);
  });

  test('without a full run the partner of the same cost stands in its place, and without any it says so', () => {
    const without = REPORT.arms.filter(({ name }) => name !== 'full');
    expect(measured({ arms: without })).toMatch(
      /reaches 77 %, the full model’s at the same cost 77 %: three seeds don’t settle the gap\.$/,
    );
    expect(measured({ arms: without.filter(({ name }) => name === 'grow'), differences: [] })).toMatch(
      /reaches 77 %; no run on the full model stands beside it\.$/,
    );
  });

  test('a prompt that is not above the most frequent class learned nothing that shows', () => {
    expect(measured({ majority: 0.78 })).toBe(
      'A model that grows while it trains costs 68 %. Its prompt learned nothing that shows: 77 %, always the most frequent class 78 %.',
    );
  });

  test('stages that save nothing are not said to save', () => {
    const cost = { ...REPORT.cost, flops: { grow: 998, full: 1000, relative: 0.998 } };
    expect(measured({ cost })).toMatch(
      /^A model that grows while it trains costs as much as the full one here\./,
    );
    expect(said({ kind: 'planned', cost: 1 })).toMatch(/save nothing/);
  });

  test('before a run there is a prediction or a question; under way a count', () => {
    expect(said({ kind: 'planned', cost: 0.64 })).toMatch(
      /costs 64 % of the full run\..*nobody has measured/,
    );
    expect(said({ kind: 'planned', cost: null })).toMatch(/\?|grow it\.$/);
    expect(said({ kind: 'none' })).toMatch(/\?$/);
    const filling = { kind: 'filling', task: 'subj', done: 1, total: 12 } as const;
    expect(said({ ...filling, isLive: true })).toBe(
      'Learning subj on a growing model: 1 of 12 parts are done.',
    );
    expect(said({ ...filling, isLive: false })).toBe('One of 12 parts on subj is done; the rest is missing.');
  });
});

describe('the line under it', () => {
  test('has n, seeds, the fair comparison with its interval, and cost predicted and measured', () => {
    expect(growLine({ kind: 'measured', report: REPORT, rows: 500 }).replaceAll('\u202f', ' ')).toBe(
      'subj on lab-small, 3 seeds, 500 test rows · Grown − full, same cost: +0.4 points (by seed +5.0, −3.2, −0.6), 95 % [−10.0, +10.7]: not settled · cost: 68 % of the FLOPs predicted, 68 % measured, 70 % of the seconds',
    );
  });

  test('a missing seed has a dash, and without an interval nothing is settled', () => {
    expect(differenceLine(difference('grow - full', [0.02, null, 0.01], null))).toBe(
      'Grown − full, all steps: +1.5 points (by seed +2.0, —, +1.0): not settled',
    );
  });
});
