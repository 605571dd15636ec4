import { expect, test } from 'vitest';
import type { Estimate, TransferReport } from '../../../src/experiment/transfer/transfer-report.ts';
import type { SvgNode } from '../../../src/views/svg-node.ts';
import {
  overlapStepsChart,
  overlapStepsTable,
  overlapStepsText,
} from '../../../src/views/transfer/overlap-over-steps.ts';
import {
  recommendationBars,
  recommendationRows,
  recommendationTable,
  recommendationText,
} from '../../../src/views/transfer/recommendation-bars.ts';
import { syntheticReport } from './synthetic-report.ts';

const estimate = (mean: number): Estimate => ({
  mean,
  interval: { low: mean - 0.01, high: mean + 0.02 },
  seeds: [mean, mean],
});

function report(): TransferReport {
  const base = syntheticReport();
  const none = base.tasks.map(() => null);
  return {
    ...base,
    recommendations: [
      {
        by: 'C_concat',
        rho: estimate(0.2),
        topHit: estimate(0.25),
        regret: estimate(0.1),
        recommended: [1, ...none.slice(1)],
      },
      { by: 'ON', rho: null, topHit: estimate(0.5), regret: estimate(0.02), recommended: none },
    ],
    overlapOverSteps: [
      {
        tasks: [0, 1],
        points: [
          { step: 10, on: estimate(0.9) },
          { step: 20, on: estimate(0.8) },
        ],
      },
      {
        tasks: [0, 3],
        points: [
          { step: 10, on: estimate(0.7) },
          { step: 20, on: estimate(0.5) },
        ],
      },
    ],
  };
}

function nodes(node: SvgNode | string, wanted: (node: SvgNode) => boolean): SvgNode[] {
  if (typeof node === 'string') return [];
  return [...(wanted(node) ? [node] : []), ...node.children.flatMap((child) => nodes(child, wanted))];
}

const words = (text: string): number => text.split(/\s+/).length;

test('the ranking that loses least comes first, and its bar is the shortest', () => {
  expect(recommendationRows(report()).map(({ by }) => by)).toEqual(['ON', 'C_concat']);
  const bars = nodes(recommendationBars(report(), 800), ({ tag }) => tag === 'rect').map(({ attributes }) =>
    Number(attributes['width']),
  );
  expect(bars).toHaveLength(2);
  expect(bars[0]).toBeLessThan(bars[1]);
  expect(bars[1] / bars[0]).toBeCloseTo(5, 1);
});

test('the table of recommendations names what was recommended, and has gaps where nothing was', () => {
  const { columns, rows } = recommendationTable(report());
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  const names = report().tasks.map(({ name }) => name);
  expect(rows[1].slice(0, 5)).toEqual(['C_concat', '10.0', '25', '0.20', names[1]]);
  expect(rows[0].slice(3, 5)).toEqual([null, null]);
});

test('a thin line each pair and a thick one each type, of the kind that the tasks are', () => {
  const chart = overlapStepsChart(report(), 600);
  const lines = (type: string, thick: boolean): SvgNode[] =>
    nodes(
      chart,
      ({ tag, attributes }) =>
        tag === 'path' &&
        attributes['class'] === `overlap-${type}` &&
        Number(attributes['stroke-width']) > 1 === thick,
    );
  const { tasks } = report();
  const same = Number(tasks[0].family === tasks[1].family) + Number(tasks[0].family === tasks[3].family);
  expect(lines('same', false)).toHaveLength(same);
  expect(lines('different', false)).toHaveLength(2 - same);
  expect(lines('same', true)).toHaveLength(1);
  expect(lines('different', true)).toHaveLength(1);
});

test('the table of ON has a row a pair and step', () => {
  const { columns, rows } = overlapStepsTable(report());
  expect(rows).toHaveLength(4);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(rows[3].slice(3)).toEqual([20, 0.5, 0.49, 0.52]);
});

test('how to read them takes at most 25 words', () => {
  for (const text of [recommendationText(report()), overlapStepsText(report())])
    expect(words(text.howToRead)).toBeLessThanOrEqual(25);
});
