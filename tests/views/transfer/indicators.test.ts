import { describe, expect, test } from 'vitest';
import { toSvgText } from '../../../src/views/svg-node.ts';
import {
  indicatorLayout,
  indicatorPairs,
  movePoint,
  pointAt,
  sortedIndicators,
} from '../../../src/views/transfer/indicator-layout.ts';
import { indicatorHighlight, indicatorMultiples } from '../../../src/views/transfer/indicator-multiples.ts';
import {
  indicatorPointTable,
  indicatorTable,
  indicatorText,
  pointText,
} from '../../../src/views/transfer/indicator-words.ts';
import { syntheticReport } from './synthetic-report.ts';

const REPORT = syntheticReport();
const LAYOUT = indicatorLayout(REPORT, 'given', 800);

test('indicators are drawn as the golden file has them', async () => {
  const one = syntheticReport({ indicators: REPORT.indicators.slice(2) });
  await expect(toSvgText(indicatorMultiples(one, 'given', 280)) + '\n').toMatchFileSnapshot(
    'golden/indicators.svg',
  );
});

describe('points', () => {
  test('are the measured ordered pairs of different tasks', () => {
    const pairs = indicatorPairs(REPORT, REPORT.indicators[0]);
    expect(pairs).toHaveLength(29);
    expect(pairs.every(({ source, target }) => source !== target)).toBe(true);
    expect(pairs.filter(({ sameType }) => sameType)).toHaveLength(8);
    expect(indicatorText(REPORT).facts).toContain('n = 29');
  });

  test('share one height scale, whatever the panel', () => {
    for (const { points, top } of LAYOUT.panels) {
      for (const { relative, y } of points) expect(y).toBeCloseTo(top + LAYOUT.scale(relative), 6);
    }
  });

  test('lie inside of their panels and are found where they are drawn', () => {
    for (const { points, left, right, top, bottom } of LAYOUT.panels) {
      for (const point of points) {
        expect(point.x).toBeGreaterThan(left);
        expect(point.x).toBeLessThan(right);
        expect(point.y).toBeGreaterThanOrEqual(top);
        expect(point.y).toBeLessThanOrEqual(bottom);
        const found = pointAt(LAYOUT, point.x, point.y);
        expect([found?.x, found?.y]).toEqual([point.x, point.y]);
      }
    }
    expect(pointAt(LAYOUT, 2, 2)).toBeNull();
  });

  test('at most three are named: those furthest from the line', () => {
    const [panel] = LAYOUT.panels;
    expect(panel.outliers).toHaveLength(3);
    const few = syntheticReport({
      cells: REPORT.cells.map((row, t) => row.map((cell, s) => (t + s === 1 ? cell : null))),
    });
    const [sparse] = indicatorLayout(few, 'given', 800).panels;
    expect(sparse.points).toHaveLength(2);
    expect(sparse.guide).toBeNull();
    expect(sparse.outliers).toHaveLength(0);
  });

  test('same and different type differ in shape too', () => {
    const text = toSvgText(indicatorMultiples(REPORT, 'given', 800));
    expect(text).toMatch(/class="same-type" d="M[^"]*a3\.2/);
    expect(text).toMatch(/class="different-type" d="M[^"]*l4 4/);
  });
});

test('sorted by ρ per target, with what has none at the end', () => {
  const [first, ...others] = REPORT.indicators;
  const report = syntheticReport({ indicators: [{ ...first, perTarget: null }, ...others] });
  expect(sortedIndicators(report, 'correlation').map(({ name }) => name)).toEqual([
    'ON',
    'E_concat',
    'C_average',
  ]);
  expect(toSvgText(indicatorMultiples(report, 'given', 800))).toContain('ρ per target not defined');
});

test('arrows go through the points by similarity and by performance', () => {
  const [panel] = LAYOUT.panels;
  const sorted = [...panel.points].sort((a, b) => a.similarity - b.similarity);
  const first = movePoint(panel, null, 'ArrowRight');
  expect(first).toEqual({ source: sorted[0].source, target: sorted[0].target });
  expect(movePoint(panel, sorted[0], 'ArrowRight')).toEqual({
    source: sorted[1].source,
    target: sorted[1].target,
  });
  expect(movePoint(panel, sorted[0], 'ArrowLeft')).toEqual(first);
  expect(movePoint(panel, sorted[0], 'Enter')).toBeUndefined();
});

test('a pair is ringed in every panel, a task at all of its pairs', () => {
  const pair = { source: 0, target: 1 };
  expect(indicatorHighlight(LAYOUT, null, null, pair).children).toHaveLength(3);
  expect(indicatorHighlight(LAYOUT, 0, null, null).children).toHaveLength(30);
  expect(indicatorHighlight(LAYOUT, null, null, null).children).toHaveLength(0);
});

test('words and tables', () => {
  expect(pointText(REPORT, { source: 0, target: 1 })).toMatch(
    /^film-reviews → tweets: relative 10\d\.\d %; C_average /,
  );
  const table = indicatorTable(REPORT, 'correlation');
  expect(table.rows.map((row) => row[0])).toEqual(['ON', 'E_concat', 'C_average']);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  expect(indicatorPointTable(REPORT).rows).toHaveLength(3 * 29);
  expect(indicatorText(REPORT).howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
});
