import { describe, expect, test } from 'vitest';
import { toSvgText } from '../../../src/views/svg-node.ts';
import { matrixLayout, movePair, pairAt, taskAt } from '../../../src/views/transfer/matrix-layout.ts';
import { clusterOrder, orderTasks } from '../../../src/views/transfer/matrix-order.ts';
import { cellText, matrixTable, matrixText } from '../../../src/views/transfer/matrix-words.ts';
import { matrixHighlight, transferMatrix } from '../../../src/views/transfer/transfer-matrix.ts';
import {
  isUnsteady,
  measureFill,
  measureRamp,
  readableOn,
} from '../../../src/views/transfer/transfer-measure.ts';
import { PALETTE } from '../small-figures.ts';
import { syntheticReport } from './synthetic-report.ts';

const REPORT = syntheticReport();
const NAMES = REPORT.tasks.map(({ name }) => name);

function drawn(measure: 'relative' | 'recovery' | 'accuracy', width = 520): string {
  return toSvgText(transferMatrix({ report: REPORT, measure, order: 'family' }, width, PALETTE));
}

/** The markup of one cell. */
function cellOf(text: string, source: number, target: number): string {
  return new RegExp(`<g data-pair="${source},${target}">[^]*?</g>`).exec(text)?.[0] ?? '';
}

test('the matrix is drawn as the golden file has it', async () => {
  await expect(drawn('relative') + '\n').toMatchFileSnapshot('golden/matrix-relative.svg');
});

describe('cells', () => {
  test('what was not measured is hatched and has no colour of the scale', () => {
    for (const measure of ['relative', 'recovery', 'accuracy'] as const) {
      const cell = cellOf(drawn(measure), 2, 5);
      expect(cell).toContain('class="missing"');
      expect(cell).toContain('fill="none"');
    }
    // The own prompt of task 4 is not reliably better than a random one: nothing to transfer, yet an accuracy.
    expect(cellOf(drawn('recovery'), 0, 4)).toContain('class="missing"');
    expect(cellOf(drawn('accuracy'), 0, 4)).not.toContain('class="missing"');
  });

  test('more than 100 % has a plus sign, seeds that differ a corner, own prompts an outline', () => {
    const text = drawn('relative');
    expect(cellOf(text, 0, 1)).toContain('class="plus"');
    expect(cellOf(text, 1, 0)).not.toContain('class="plus"');
    expect(cellOf(text, 4, 3)).toContain('class="unsteady"');
    expect(cellOf(text, 3, 4)).not.toContain('class="unsteady"');
    expect(text.match(/class="own"/g)).toHaveLength(NAMES.length);
    expect(cellOf(text, 2, 2)).toContain('class="own"');
  });

  test('numbers are there only where a cell has room for them', () => {
    expect(matrixLayout(REPORT, 'family', 520).cell).toBeGreaterThanOrEqual(28);
    expect(cellOf(drawn('relative'), 0, 1)).toContain('<text');
    expect(matrixLayout(REPORT, 'family', 260).cell).toBeLessThan(28);
    expect(cellOf(drawn('relative', 260), 0, 1)).not.toContain('<text');
  });

  test('recovery of zero is the neutral grey; both ends of it are different hues', () => {
    const ramp = measureRamp('recovery', PALETTE);
    expect(measureFill('recovery', 0, ramp)).toBe(PALETTE.zero);
    expect(measureFill('recovery', -100, ramp)).toBe(PALETTE.negative);
    expect(measureFill('recovery', 250, ramp)).toBe(PALETTE.positive);
  });

  test('numbers are black on light cells and white on dark ones, whichever contrasts more', () => {
    expect(readableOn('#f0f0f0')).toBe('#000000');
    expect(readableOn('#002222')).toBe('#ffffff');
    // Contrast with black: 4.61 to 1, with white: 4.56 to 1.
    expect(readableOn('#767777')).toBe('#000000');
    expect(readableOn('#757575')).toBe('#ffffff');
  });

  test('one seed is never unsteady', () => {
    const cell = REPORT.cells[3][4];
    if (cell === null) throw new Error('The cell is measured');
    const one = { ...cell.relative, seeds: [1, null, null] };
    expect(isUnsteady({ ...cell, relative: one }, 'relative')).toBe(false);
  });
});

describe('order', () => {
  test('families stand together with gaps between them', () => {
    const { order, gapBefore } = orderTasks(REPORT, 'family');
    expect(order.map((task) => REPORT.tasks[task].family)).toEqual([
      'sentiment',
      'sentiment',
      'sentiment',
      'inference',
      'inference',
      'paraphrase',
    ]);
    expect(gapBefore).toEqual([false, false, false, true, false, true]);
  });

  test('A–Z is by name, without gaps', () => {
    const { order, gapBefore } = orderTasks(REPORT, 'name');
    expect(order.map((task) => NAMES[task])).toEqual([...NAMES].sort());
    expect(gapBefore).not.toContain(true);
  });

  test('clustering puts what is alike side by side', () => {
    const places = [0, 10, 1, 11, 0.5];
    expect(clusterOrder([0, 1, 2, 3, 4], (a, b) => Math.abs(places[a] - places[b]))).toEqual([0, 4, 2, 1, 3]);
    const { order } = orderTasks(REPORT, 'cluster');
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    // Both tasks of inference transfer to one another.
    expect(Math.abs(order.indexOf(3) - order.indexOf(4))).toBe(1);
  });

  test('a report without any cell still has an order', () => {
    const empty = syntheticReport({ cells: NAMES.map(() => NAMES.map(() => null)) });
    expect([...orderTasks(empty, 'cluster').order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() =>
      transferMatrix({ report: empty, measure: 'recovery', order: 'cluster' }, 400, PALETTE),
    ).not.toThrow();
  });
});

describe('pointer and keys', () => {
  const layout = matrixLayout(REPORT, 'family', 520);

  test('a cell is found by its middle; names and means stand for their task', () => {
    for (const [row, target] of layout.order.entries()) {
      for (const [column, source] of layout.order.entries()) {
        const x = layout.left + layout.offsets[column] + layout.cell / 2;
        const y = layout.top + layout.offsets[row] + layout.cell / 2;
        expect(pairAt(layout, x, y)).toEqual({ source, target });
        expect(taskAt(layout, layout.left - 5, y)).toBe(target);
        expect(taskAt(layout, x, layout.top - 5)).toBe(source);
      }
    }
    expect(pairAt(layout, 0, 0)).toBeNull();
    expect(taskAt(layout, 0, 0)).toBeNull();
  });

  test('arrows follow the order drawn and stop at the edges', () => {
    const { order } = layout;
    const first = movePair(layout, null, 'ArrowDown');
    expect(first).toEqual({ source: order[0], target: order[0] });
    expect(movePair(layout, { source: order[0], target: order[0] }, 'ArrowRight')).toEqual({
      source: order[1],
      target: order[0],
    });
    expect(movePair(layout, { source: order[1], target: order[0] }, 'ArrowUp')).toEqual({
      source: order[1],
      target: order[0],
    });
    expect(movePair(layout, { source: order[1], target: order[0] }, 'End')?.source).toBe(order.at(-1));
    expect(movePair(layout, null, 'x')).toBeUndefined();
  });

  test('a task lights up its row and column, a pair its cell too', () => {
    const none = { task: null, hover: null, locked: null };
    expect(matrixHighlight(layout, none).children).toHaveLength(0);
    expect(matrixHighlight(layout, { ...none, task: 2 }).children).toHaveLength(2);
    const locked = { source: 0, target: 1 };
    expect(matrixHighlight(layout, { ...none, locked }).children).toHaveLength(3);
    expect(
      matrixHighlight(layout, { ...none, locked, hover: { source: 1, target: 1 } }).children,
    ).toHaveLength(4);
  });
});

describe('words', () => {
  test('a cell says row, column, values, n and what was left out', () => {
    const text = cellText(REPORT, { source: 1, target: 0 });
    expect(text).toContain('Prompt of tweets on film-reviews');
    expect(text).toMatch(/relative \d+\.\d % \[\d+\.\d, \d+\.\d\], 3 seeds/);
    expect(text).toContain('n = 400 rows, 7 leaked rows left out');
    expect(cellText(REPORT, { source: 2, target: 5 })).toBe(
      'Prompt of laptops on paraphrases: not measured.',
    );
    expect(cellText(REPORT, { source: 0, target: 4 })).toContain('nothing to transfer');
  });

  test('figures of others, without their numbers of rows, say so', () => {
    const cells = REPORT.cells.map((row) => row.map((cell) => (cell === null ? null : { ...cell, rows: 0 })));
    const report = syntheticReport({ cells });
    expect(cellText(report, { source: 0, target: 1 })).toContain('number of rows not stated');
    expect(matrixText(report, 'relative', 'name').facts).not.toContain('n =');
  });

  test('the table has a row each pair, in the matrix’s order, with nulls for what is missing', () => {
    const table = matrixTable(REPORT, 'name');
    expect(table.rows).toHaveLength(36);
    expect(table.rows[0].slice(0, 3)).toEqual(['answers', 'answers', 'own']);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    const missing = table.rows.find((row) => row[0] === 'paraphrases' && row[1] === 'laptops');
    expect(missing?.slice(3).every((cell) => cell === null)).toBe(true);
  });

  test('n, seeds and order are stated; how to read takes at most 25 words', () => {
    for (const measure of ['relative', 'recovery', 'accuracy'] as const) {
      const { facts, howToRead } = matrixText(REPORT, measure, 'cluster');
      expect(facts).toContain('35 of 36 cells');
      expect(facts).toContain('n = 400');
      expect(facts).toContain('3 seeds');
      expect(facts).toContain('by likeness');
      expect(howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
    expect(matrixText(syntheticReport({ seeds: [7] }), 'accuracy', 'name').facts).toContain('1 seed (7)');
  });
});
