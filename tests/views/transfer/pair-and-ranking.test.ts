import { describe, expect, test } from 'vitest';
import type {
  Correlation,
  ReportedTask,
  TransferReport,
} from '../../../src/experiment/transfer/transfer-report.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';
import { likenessName } from '../../../src/views/transfer/indicator-names.ts';
import {
  foretells,
  likenessRanking,
  rankingFacts,
  rankingLayout,
  rankingMark,
  rankingRowAt,
  rankingRowText,
  rankingTitle,
  whyNoRanking,
} from '../../../src/views/transfer/likeness-ranking.ts';
import { pairRuler, rulerLabel } from '../../../src/views/transfer/pair-ruler.ts';
import { broughtText, relationText, strongestPair } from '../../../src/views/transfer/pair-words.ts';
import { syntheticReport } from './synthetic-report.ts';

const REPORT = syntheticReport();
const NO_RHO: Correlation = { rho: 0.1, interval: { low: -0.2, high: 0.4 }, count: 6 };
const unsettled = REPORT.indicators.map((indicator) => ({ ...indicator, perTarget: NO_RHO }));

describe('a pair in words', () => {
  test('what it brings, with its interval', () => {
    expect(broughtText(REPORT, { source: 1, target: 0 })).toMatch(
      /^Brings \d+ % \[\d+, \d+\] of the gain\.$/,
    );
    expect(broughtText(REPORT, { source: 0, target: 0 })).toBe('The gain itself: 100 %.');
    expect(broughtText(REPORT, { source: 2, target: 5 })).toContain('not measured yet');
    expect(broughtText(REPORT, { source: 0, target: 4 })).toBe(
      '2.0 points over the template alone aren’t settled: nothing to transfer.',
    );
  });

  test('a prompt worse than the best of the untrained is said to be so', () => {
    const cells = REPORT.cells.map((row) =>
      row.map((cell) =>
        cell === null
          ? null
          : { ...cell, recovery: { mean: -0.25, interval: { low: -0.4, high: -0.1 }, seeds: [] } },
      ),
    );
    expect(broughtText(syntheticReport({ cells }), { source: 1, target: 0 })).toBe(
      'Worse than the best without training: −25 % [−40, −10] of the gain.',
    );
  });

  test('families and seeds', () => {
    expect(relationText(REPORT, { source: 1, target: 0 })).toMatch(
      /^same family \(sentiment\) · seeds \d+, \d+, \d+ %$/,
    );
    expect(relationText(REPORT, { source: 3, target: 0 })).toContain('inference → sentiment');
    expect(relationText(REPORT, { source: 0, target: 0 })).toContain('own prompt (sentiment)');
  });

  test('the strongest pair is of different tasks, once all prompts are trained', () => {
    // One source beats a task's own prompt.
    expect(strongestPair(REPORT)).toEqual({ source: 0, target: 1 });
    const tasks = REPORT.tasks.map((task, i) => (i === 2 ? { ...task, own: null } : task));
    expect(strongestPair(syntheticReport({ tasks }))).toBeNull();
  });
});

describe('the ruler', () => {
  const PAIR = { source: 1, target: 0 } as const;
  const withTasks = (change: (task: ReportedTask) => Partial<ReportedTask>): TransferReport =>
    syntheticReport({ tasks: REPORT.tasks.map((task) => ({ ...task, ...change(task) })) });

  test('has the best of the untrained, foreign and own prompt, and the interval', () => {
    const text = toSvgText(pairRuler(REPORT, PAIR, 480));
    expect(text).toContain('no prompt 52 %');
    expect(text).not.toContain('random');
    expect(text).toContain('own prompt 90 %');
    expect(text).toMatch(/tweets’s prompt \d+/);
    expect(text).toContain('class="interval"');
    expect(rulerLabel(REPORT, PAIR)).toMatch(
      /^Accuracy on film-reviews: no prompt 52 %, tweets’s prompt \d+ %, own prompt 90 %$/,
    );
  });

  test('has random prompts where the best of the untrained is unknown, and neither where they are too', () => {
    const unknown = withTasks(() => ({ toTransfer: { kind: 'unknown' } }));
    expect(toSvgText(pairRuler(unknown, PAIR, 480))).toContain('random 50 %');
    expect(rulerLabel(unknown, PAIR)).toMatch(
      /^Accuracy on film-reviews: random 50 %, tweets’s prompt \d+ %, own prompt 90 %$/,
    );
    const bare = withTasks(() => ({ toTransfer: { kind: 'unknown' }, random: null }));
    expect(toSvgText(pairRuler(bare, PAIR, 480))).not.toMatch(/random|no prompt/);
    expect(rulerLabel(bare, PAIR)).toMatch(
      /^Accuracy on film-reviews: tweets’s prompt \d+ %, own prompt 90 %$/,
    );
  });

  test('labels that would touch stand one below the other', () => {
    const heights = (report: TransferReport): readonly string[] => {
      const text = toSvgText(pairRuler(report, PAIR, 480));
      return [...text.matchAll(/y="([\d.]+)"[^>]*>(?:no prompt|own prompt)/g)].map(([, y]) => y);
    };
    const close = withTasks(({ own }) => ({
      toTransfer: {
        kind: 'nothing',
        floor: { name: 'noPrompt', accuracy: own?.mean ?? 0 },
        gain: { mean: 0, interval: { low: -0.05, high: 0.05 } },
      },
    }));
    const apart = heights(REPORT);
    const near = heights(close);
    expect([apart, near].map((list) => list.length)).toEqual([2, 2]);
    expect(new Set(apart).size).toBe(1);
    expect(new Set(near).size).toBe(2);
  });

  test('is drawn of a pair that was not measured', () => {
    expect(() => pairRuler(REPORT, { source: 2, target: 5 }, 300)).not.toThrow();
  });
});

describe('the ranking', () => {
  const layout = rankingLayout(REPORT, 560, 200);

  test('is from the best to the worst, each filled where its interval leaves 0 out', () => {
    expect(layout.rows.map(({ indicator }) => indicator.name)).toEqual(['ON', 'E_concat', 'C_average']);
    expect(foretells({ rho: 0.3, interval: { low: 0.1, high: 0.5 }, count: 6 })).toBe(true);
    expect(foretells({ rho: -0.3, interval: { low: -0.5, high: -0.1 }, count: 6 })).toBe(true);
    expect(foretells(NO_RHO)).toBe(false);
    expect(foretells(null)).toBe(false);
    expect(toSvgText(likenessRanking(layout)).match(/class="settled"/g)).toHaveLength(3);
    const open = toSvgText(
      likenessRanking(rankingLayout(syntheticReport({ indicators: unsettled }), 560, 200)),
    );
    expect(open.match(/class="open"/g)).toHaveLength(3);
  });

  test('has plain names, and the published ones in titles', () => {
    const text = toSvgText(likenessRanking(layout));
    expect(text).toContain('>neurons, last 3 layers<');
    expect(text).toContain('<title>ON: ');
    expect(likenessName({ name: 'C_concat', variant: 'shared start subtracted' })).toBe(
      'what training added',
    );
    expect(likenessName({ name: 'NEW', variant: 'some way' })).toBe('NEW, some way');
  });

  test('says how many foretell and how many were tried', () => {
    expect(rankingTitle(REPORT)).toBe('3 of 3 likenesses foretell it; best: neurons, last 3 layers');
    expect(rankingTitle(syntheticReport({ indicators: unsettled }))).toBe(
      'None of 3 likenesses foretells it: every interval holds 0',
    );
    expect(rankingFacts(REPORT, 3)).toMatch(/mean of 6 targets .* · 3 tried$/);
    expect(rankingFacts(REPORT, 2)).toMatch(/ · best 2 of 3 tried$/);
  });

  test('waits for four prompts and says so', () => {
    expect(whyNoRanking(REPORT)).toBeNull();
    const tasks = REPORT.tasks.map((task, i) => (i < 3 ? task : { ...task, own: null }));
    const indicators = REPORT.indicators.map((indicator) => ({
      ...indicator,
      perTarget: null,
      values: indicator.values.map((row, a) => row.map((value, b) => (a < 3 && b < 3 ? value : null))),
    }));
    expect(whyNoRanking(syntheticReport({ tasks, indicators }))).toBe(
      'Needs 4 trained prompts; 3 are there.',
    );
    expect(whyNoRanking(syntheticReport({ indicators: [] }))).toContain('Published matrices');
    const undefinedYet = REPORT.indicators.map((indicator) => ({ ...indicator, perTarget: null }));
    expect(whyNoRanking(syntheticReport({ indicators: undefinedYet }))).toBe(
      'The prompts have yet to be tried on one another.',
    );
  });

  test('a row is found by its middle, and read with n', () => {
    for (const [at, { y }] of layout.rows.entries()) expect(rankingRowAt(layout, y)).toBe(at);
    expect(rankingRowAt(layout, 1000)).toBeNull();
    expect(rankingRowText(layout.rows[0].indicator)).toBe(
      'neurons, last 3 layers (ON): ρ 0.82 [0.62, 0.97], 6 targets.',
    );
    expect(rankingMark(layout, 1).attributes['y']).toBeCloseTo(layout.rowHeight + 0.5, 6);
  });

  test('shows the best alone where there is no room for all', () => {
    expect(rankingLayout(REPORT, 300, null, 2).rows).toHaveLength(2);
    const many = [...REPORT.indicators, ...REPORT.indicators, ...REPORT.indicators];
    const low = rankingLayout(syntheticReport({ indicators: many }), 560, 110);
    expect(low.rows.length).toBeLessThan(many.length);
    expect(low.height).toBeLessThanOrEqual(110);
  });
});
