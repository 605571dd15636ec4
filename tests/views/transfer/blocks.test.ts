import { describe, expect, test } from 'vitest';
import type { BaselineName } from '../../../src/experiment/baselines.ts';
import type { ReportedTask, TransferReport } from '../../../src/experiment/transfer/transfer-report.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';
import { blockHighlight } from '../../../src/views/transfer/block-highlight.ts';
import { blockLayout, blockPairAt, moveInBlocks } from '../../../src/views/transfer/block-layout.ts';
import { blockMatrix, type BlockInput } from '../../../src/views/transfer/block-matrix.ts';
import { floorOf, whyNoShare } from '../../../src/views/transfer/target-gain.ts';
import type { TransferMeasure } from '../../../src/views/transfer/transfer-measure.ts';
import { PALETTE } from '../small-figures.ts';
import { syntheticReport } from './synthetic-report.ts';

/** The task `paraphrases` ends below the template alone, `answers` above it, but without anything settled. */
const FORMULA = syntheticReport();
const REPORT: TransferReport = syntheticReport({
  tasks: FORMULA.tasks.map((task, i) =>
    i === 5
      ? {
          ...task,
          own: { mean: 0.51, interval: null, seeds: [0.51] },
          toTransfer: {
            kind: 'nothing',
            floor: { name: 'noPrompt', accuracy: 0.52 },
            gain: { mean: -0.01, interval: { low: -0.05, high: 0.03 } },
          },
        }
      : task,
  ),
});
const SIZE = { width: 720, room: 560 } as const;

function drawn(
  change: Partial<BlockInput> = {},
  size: { width: number; room: number | null } = SIZE,
): string {
  const input = { report: REPORT, measure: 'recovery', locked: null, training: null, ...change } as const;
  return toSvgText(blockMatrix(input, size, PALETTE));
}

function cellOf(text: string, source: number, target: number): string {
  return new RegExp(`<g data-pair="${source},${target}">[^]*?</g>`).exec(text)?.[0] ?? '';
}

test('the matrix in blocks is drawn as the golden file has it', async () => {
  await expect(drawn({ locked: { source: 0, target: 1 } }) + '\n').toMatchFileSnapshot('golden/blocks.svg');
});

describe('targets without a share of the gain', () => {
  const UNKNOWN = { kind: 'unknown' } as const;
  const onFirst = (change: Partial<ReportedTask>): string | null =>
    whyNoShare(syntheticReport({ tasks: REPORT.tasks.map((task) => ({ ...task, ...change })) }), 0);

  test('say why, with what training is set against', () => {
    expect(whyNoShare(REPORT, 0)).toBeNull();
    expect(whyNoShare(REPORT, 5)).toBe(
      'training ends 1.0 points below the template alone: nothing to transfer',
    );
    expect(whyNoShare(REPORT, 4)).toBe(
      '2.0 points over the template alone aren’t settled: nothing to transfer',
    );
    const over = (name: BaselineName, mean: number): string | null =>
      onFirst({
        toTransfer: {
          kind: 'nothing',
          floor: { name, accuracy: 0.9 - mean },
          gain: { mean, interval: { low: mean - 0.05, high: mean + 0.05 } },
        },
      });
    expect(over('randomPrompt', 0.034)).toBe(
      '3.4 points over random prompts aren’t settled: nothing to transfer',
    );
    expect(over('randomPrompt', -0.034)).toBe(
      'training ends 3.4 points below random prompts: nothing to transfer',
    );
    expect(over('majority', 0.012)).toBe(
      '1.2 points over the majority class aren’t settled: nothing to transfer',
    );
    expect(over('majority', -0.25)).toBe(
      'training ends 25.0 points below the majority class: nothing to transfer',
    );
    // Its prompt is still to come.
    expect(onFirst({ own: null })).toBeNull();
  });

  test('say why by random prompts, where the best of the untrained is unknown', () => {
    const report = syntheticReport({ tasks: REPORT.tasks.map((task) => ({ ...task, toTransfer: UNKNOWN })) });
    expect(whyNoShare(report, 0)).toBeNull();
    expect(whyNoShare(report, 5)).toBe('training gained 1.0 points only: nothing to transfer');
    expect(whyNoShare(report, 4)).toBe('a gain of 4.0 points that is not settled: nothing to transfer');
    expect(onFirst({ toTransfer: UNKNOWN, random: { mean: 0.95, interval: null, seeds: [] } })).toBe(
      'training lost 5.0 points: nothing to transfer',
    );
    expect(onFirst({ toTransfer: UNKNOWN, random: null })).toContain('no random prompt');
    expect(onFirst({ toTransfer: UNKNOWN, own: null })).toBeNull();
  });

  test('a share is counted from the best of the untrained, or from random prompts where that is unknown', () => {
    const [task] = REPORT.tasks;
    const known = (name: BaselineName): ReportedTask => ({
      ...task,
      toTransfer: {
        kind: 'something',
        floor: { name, accuracy: 0.6 },
        gain: { mean: 0.3, interval: { low: 0.25, high: 0.35 } },
      },
    });
    expect(floorOf(task)).toEqual({ name: 'no prompt', accuracy: 0.52 });
    expect(floorOf(REPORT.tasks[4])).toEqual({ name: 'no prompt', accuracy: 0.52 });
    expect(floorOf(known('noPrompt'))).toEqual({ name: 'no prompt', accuracy: 0.6 });
    expect(floorOf(known('randomPrompt'))).toEqual({ name: 'random', accuracy: 0.6 });
    expect(floorOf(known('majority'))).toEqual({ name: 'majority', accuracy: 0.6 });
    expect(floorOf({ ...task, toTransfer: UNKNOWN })).toEqual({ name: 'random', accuracy: 0.5 });
    expect(floorOf({ ...task, toTransfer: UNKNOWN, random: null })).toBeNull();
    const unscored = { mean: Number.NaN, interval: null, seeds: [] };
    expect(floorOf({ ...task, toTransfer: UNKNOWN, random: unscored })).toBeNull();
  });

  test('stand below the cells, by this measure alone', () => {
    const { rows, bare } = blockLayout(REPORT, 'recovery', SIZE.width, SIZE.room);
    expect(rows.map(({ target }) => target).sort()).toEqual([0, 1, 2, 3]);
    expect(bare.map(({ target }) => target).sort()).toEqual([4, 5]);
    for (const { y } of bare) expect(y).toBeGreaterThan(Math.max(...rows.map((row) => row.y)));
    for (const measure of ['accuracy', 'relative'] as const) {
      const all = blockLayout(REPORT, measure, SIZE.width, SIZE.room);
      expect(all.rows).toHaveLength(6);
      expect(all.bare).toEqual([]);
    }
    expect(drawn()).toContain('training ends 1.0 points below the template alone: nothing to transfer');
    expect(drawn()).toContain('2.0 points over the template alone aren’t settled: nothing to transfer');
  });

  test('on a phone are named in a line', () => {
    const text = drawn({}, { width: 358, room: null });
    expect(text).toContain('answers, paraphrases: nothing to transfer');
    expect(text).not.toContain('1.0 points below');
  });
});

describe('cells', () => {
  test('own ones are framed, with their accuracy where that is what is shown', () => {
    expect(cellOf(drawn(), 0, 0)).toContain('>own<');
    expect(cellOf(drawn(), 0, 0)).toContain('class="own"');
    expect(cellOf(drawn({ measure: 'relative' }), 0, 0)).toContain('>own<');
    expect(cellOf(drawn({ measure: 'accuracy' }), 0, 0)).toContain('>90<');
  });

  test('what is not measured has no colour and no number', () => {
    const text = drawn({ measure: 'accuracy' });
    expect(cellOf(text, 2, 5)).toContain('class="missing"');
    expect(cellOf(text, 2, 5)).not.toContain('<text');
  });

  test('losses of the seeds that are trained stand in the own cell while the sweep runs', () => {
    const curve = [
      { step: 0, loss: 0.9 },
      { step: 10, loss: 0.6 },
    ];
    const training = REPORT.tasks.map((_, task) => ({
      losses: task === 0 ? [curve, curve] : [],
      isNow: task === 3,
      share: 0.5,
    }));
    const text = drawn({ training });
    expect(cellOf(text, 0, 0).match(/class="loss"/g)).toHaveLength(2);
    expect(cellOf(text, 0, 0)).toContain('>90<');
    expect(cellOf(text, 3, 3)).toContain('class="progress-of-cell"');
    expect(cellOf(text, 1, 1)).toContain('>own<');
  });

  test('a family with several targets has a frame and its name', () => {
    const { frames } = blockLayout(REPORT, 'recovery', SIZE.width, SIZE.room);
    expect(frames.map(({ family, pairs }) => [family, pairs])).toEqual([['sentiment', 6]]);
    expect(drawn()).toContain('same family: sentiment');
    expect(blockLayout(REPORT, 'accuracy', SIZE.width, SIZE.room).frames).toHaveLength(2);
  });
});

describe('room', () => {
  test.each<readonly [TransferMeasure, number, number]>([
    ['recovery', 720, 560],
    ['accuracy', 720, 560],
    ['accuracy', 620, 430],
  ])('%s fills %i × %i and no more', (measure, width, room) => {
    const layout = blockLayout(REPORT, measure, width, room);
    expect(layout.height).toBeLessThanOrEqual(room);
    const last = layout.columns.at(-1);
    expect((last?.x ?? 0) + layout.cell.width).toBeLessThanOrEqual(width);
  });

  test('on a phone cells are about as wide as a finger', () => {
    const { cell } = blockLayout(REPORT, 'recovery', 358, null);
    expect(cell.width).toBeGreaterThanOrEqual(30);
    expect(cell.height).toBeGreaterThanOrEqual(cell.width);
  });
});

describe('pointer and keys', () => {
  const layout = blockLayout(REPORT, 'recovery', SIZE.width, SIZE.room);

  test('a cell is found by its middle', () => {
    for (const { source, x } of layout.columns)
      for (const { target, y } of layout.rows)
        expect(blockPairAt(layout, x + layout.cell.width / 2, y + layout.cell.height / 2)).toEqual({
          source,
          target,
        });
    expect(blockPairAt(layout, 2, 2)).toBeNull();
  });

  test('arrows go through rows and strips, and stop at the edges', () => {
    const [first] = layout.rows;
    const [column, next] = layout.columns;
    const start = { source: column.source, target: first.target };
    expect(moveInBlocks(layout, null, 'ArrowDown')).toEqual(start);
    expect(moveInBlocks(layout, start, 'ArrowLeft')).toEqual(start);
    expect(moveInBlocks(layout, start, 'ArrowRight')).toEqual({ ...start, source: next.source });
    const last = layout.rows.at(-1)?.target ?? -1;
    expect(moveInBlocks(layout, { ...start, target: last }, 'ArrowDown')?.target).toBe(layout.bare[0].target);
    expect(moveInBlocks(layout, start, 'x')).toBeUndefined();
  });

  test('the locked cell and the one pointed at are outlined, strips too', () => {
    const marks = { task: null, hover: null, locked: null };
    expect(blockHighlight(layout, marks).children).toHaveLength(0);
    expect(blockHighlight(layout, { ...marks, locked: { source: 0, target: 5 } }).children).toHaveLength(1);
    expect(blockHighlight(layout, { ...marks, task: 0 }).children).toHaveLength(2);
  });
});
