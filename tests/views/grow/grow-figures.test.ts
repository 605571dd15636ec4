import { describe, expect, test } from 'vitest';
import {
  closedFormOfPublished,
  PUBLISHED_SAVINGS,
} from '../../../src/experiment/progressive/published-savings.ts';
import { armLines, stageEnds, type CurvesInput } from '../../../src/views/grow/curve-series.ts';
import { curvesTable, curvesText } from '../../../src/views/grow/curves-words.ts';
import { growCurves } from '../../../src/views/grow/grow-curves.ts';
import { likenessFigure, likenessFinding, likenessTable } from '../../../src/views/grow/likeness.ts';
import { scoresFigure, scoresTable, scoresText } from '../../../src/views/grow/neuron-scores.ts';
import { armRows, costBars, costBarsOf, outcomeTable } from '../../../src/views/grow/outcome.ts';
import { publishedFigure, publishedFinding, publishedTable } from '../../../src/views/grow/published.ts';
import {
  losses,
  readersGrid,
  readersOf,
  readersTable,
  readersText,
  readersTitle,
} from '../../../src/views/grow/readers-grid.ts';
import { plannedCost } from '../../../src/views/grow/stage-input.ts';
import { stagesFigure } from '../../../src/views/grow/stages-figure.ts';
import { stagesLayout, stepAt } from '../../../src/views/grow/stages-layout.ts';
import {
  measuredStagesTable,
  stagesTable,
  stagesText,
  stageText,
} from '../../../src/views/grow/stages-words.ts';
import { findingText } from '../../../src/views/finding.ts';
import { toSvgText, type SvgNode } from '../../../src/views/svg-node.ts';
import { PALETTE } from '../small-figures.ts';
import { REPORT, SEEDS, STAGES } from './small-growth.ts';

const ROOM = { width: 640, height: 340, type: 1 };

function nodes(node: SvgNode | string, name: string): SvgNode[] {
  if (typeof node === 'string') return [];
  const own = node.attributes['class'] === name ? [node] : [];
  return [...own, ...node.children.flatMap((child) => nodes(child, name))];
}

const numbers = (found: readonly SvgNode[], name: string): number[] =>
  found.map(({ attributes }) => Number(attributes[name]));

describe('the stages', () => {
  test('kept layers are as wide as their neurons, dropped ones dashed; costs fill their blocks', () => {
    const figure = stagesFigure(STAGES, ROOM);
    const kept = numbers(nodes(figure, 'layer-kept'), 'width');
    expect(kept).toHaveLength(5);
    expect(nodes(figure, 'layer-dropped')).toHaveLength(1);
    const layout = stagesLayout(STAGES, ROOM);
    const [narrow, wide] = [layout.x(40) - layout.x(0) - 12, layout.x(100) - layout.x(40) - 12];
    expect(kept[0]).toBeCloseTo(narrow / 4, 6);
    expect(kept[2]).toBeCloseTo(wide, 6);
    const [first, last] = numbers(nodes(figure, 'cost-block'), 'height');
    expect(first / last).toBeCloseTo(0.2, 6);
  });

  test('a boundary stands at the step that it ends at, and its place gives that step again', () => {
    const layout = stagesLayout(STAGES, ROOM);
    const [line] = nodes(stagesFigure(STAGES, ROOM), 'stage-boundary');
    expect(line.attributes['x1']).toBe(layout.x(40));
    expect(stepAt(layout, layout.x(40), 100)).toBe(40);
  });

  test('a cost that isn’t known is no block, and no sum', () => {
    const unknown = { ...STAGES, stages: [{ ...STAGES.stages[0], relativeFlops: null }, STAGES.stages[1]] };
    expect(nodes(stagesFigure(unknown, ROOM), 'cost-block')).toHaveLength(1);
    expect(plannedCost(unknown)).toBeNull();
    expect(plannedCost(STAGES)).toBeCloseTo(0.4 * 0.2 + 0.6, 9);
    expect(stageText(unknown.stages[0], 0)).toContain('not predicted yet');
  });

  test('the step under way has its line', () => {
    expect(nodes(stagesFigure({ ...STAGES, now: 12 }, ROOM), 'stage-now')).toHaveLength(1);
    expect(nodes(stagesFigure(STAGES, ROOM), 'stage-now')).toHaveLength(0);
  });

  test('in words and tables', () => {
    expect(stagesText(STAGES).facts).toBe(
      '2 stages, 100 steps · whole: 3 layers × 768 neurons · cost 68 % of the full run',
    );
    expect(stageText(STAGES.stages[0], 0)).toBe(
      'Stage 1: steps 1 to 40 with 2 layers of 192 neurons, a step costs 20 % of one on the whole model',
    );
    expect(stagesTable(STAGES).rows[0]).toEqual([1, 1, 40, 2, '1 3', 192, '20.0']);
    const measured = measuredStagesTable(REPORT.stages);
    expect(measured.rows.every((row) => row.length === measured.columns.length)).toBe(true);
    expect(measured.rows[0].slice(-3)).toEqual(['12.0', '3.0', '0.3']);
  });

  test('is as it was', async () => {
    await expect(toSvgText(stagesFigure({ ...STAGES, now: 60 }, ROOM))).toMatchFileSnapshot(
      'golden/stages.svg',
    );
  });
});

describe('the curves', () => {
  const input: CurvesInput = { report: REPORT, whole: [false, true], axis: 'flops' };

  test('cost is a share of the full run’s operations; rings are on parts alone', () => {
    const [grown, ...others] = armLines(input);
    expect(grown.arm).toBe('grow');
    expect(grown.mean.map(({ spent, onPart }) => [spent, onPart])).toEqual([
      [0.08, true],
      [0.68, false],
    ]);
    expect(others.every(({ mean }) => mean.every(({ onPart }) => !onPart))).toBe(true);
    expect(grown.mean[0].own).toBeCloseTo(0.64, 9);
    expect(grown.mean[0].least).toBeCloseTo(0.62, 9);
    expect(grown.mean[0].most).toBeCloseTo(0.66, 9);
    expect(stageEnds(input)).toEqual([0.08]);
    expect(stageEnds({ ...input, axis: 'steps' })).toEqual([40]);
    expect(stageEnds({ ...input, axis: 'seconds' })).toEqual([0.2]);
  });

  test('thin lines are seeds, one bold line an arm, one dotted reading by the whole model', () => {
    const figure = growCurves(input, ROOM);
    expect(nodes(figure, 'seed-line')).toHaveLength(3 * SEEDS.length);
    expect(nodes(figure, 'mean-line')).toHaveLength(3);
    expect(nodes(figure, 'band')).toHaveLength(3);
    expect(nodes(figure, 'full-reading')).toHaveLength(1);
    expect(nodes(figure, 'on-part')).toHaveLength(1);
    expect(nodes(figure, 'on-whole')).toHaveLength(1);
  });

  test('one seed has no band and no thin line beside its own', () => {
    const one = { ...REPORT, curves: REPORT.curves.filter(({ seed }) => seed === 1) };
    const figure = growCurves({ ...input, report: one }, ROOM);
    expect(nodes(figure, 'band')).toHaveLength(0);
    expect(nodes(figure, 'seed-line')).toHaveLength(0);
    expect(nodes(figure, 'mean-line')).toHaveLength(3);
  });

  test('nothing trained draws its axes', () => {
    const empty = { ...REPORT, curves: [], arms: [] };
    expect(nodes(growCurves({ ...input, report: empty }, ROOM), 'mean-line')).toHaveLength(0);
    expect(curvesText({ ...input, report: empty }).facts).toContain('nothing was trained yet');
  });

  test('the table has every evaluation of every arm', () => {
    const { columns, rows } = curvesTable(input);
    expect(rows).toHaveLength(6);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows[0]).toEqual(['grown', 40, '8.0', 'a part', '64.0', '62.0', '66.0', '50.0']);
  });

  test('is as it was', async () => {
    await expect(toSvgText(growCurves(input, ROOM))).toMatchFileSnapshot('golden/curves.svg');
  });
});

describe('cost and test accuracy', () => {
  test('predicted from the stages, measured from the runs, and unknown before there was one', () => {
    expect(costBarsOf(REPORT).map(({ share }) => share?.toFixed(2))).toEqual(['0.68', '0.68', '0.70']);
    const unmeasured = REPORT.stages.map((stage) => ({
      ...stage,
      flopsPerStep: { ...stage.flopsPerStep, counted: null },
    }));
    const before = { ...REPORT, stages: unmeasured, cost: { ...REPORT.cost, seconds: null } };
    expect(costBarsOf(before).map(({ share }) => share === null)).toEqual([false, true, true]);
    expect(nodes(costBars(costBarsOf(before), { width: 200, type: 1 }), 'cost-bar')).toHaveLength(1);
  });

  test('a row an arm, the grown one first; one without test rows has none', () => {
    const figure = armRows({ report: REPORT, rows: 500 }, { width: 400, type: 1 });
    expect(nodes(figure, 'arm-mean')).toHaveLength(3);
    expect(nodes(figure, 'arm-interval')).toHaveLength(3);
    const { columns, rows } = outcomeTable({ report: REPORT, rows: 500 });
    expect(rows.map(([name]) => name)).toEqual(['grown', 'full, same cost', 'full, all steps']);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows[0].slice(-3)).toEqual(['77.3', '72.3', '82.3']);
  });
});

describe('who can read the prompt', () => {
  const input = readersOf(REPORT.grid, 0.52);

  test('is the mean over seeds, the whole model framed, guessing at the low end', () => {
    expect(input).not.toBeNull();
    if (input === null) return;
    expect(input.accuracy[1][2]).toBeCloseTo(0.66, 9);
    const cells = nodes(readersGrid(input, 1, ROOM, PALETTE), 'reader-cell');
    expect(cells).toHaveLength(4);
    expect(cells.filter(({ attributes }) => 'stroke' in attributes)).toHaveLength(1);
    const guessing = cells.find(
      ({ attributes }) => attributes['data-layers'] === 2 && attributes['data-neurons'] === 192,
    );
    expect(guessing?.attributes['fill']).toBe(PALETTE.low);
    expect(readersTitle(input, 1)).toContain('full model’s prompt');
    expect(readersTitle(input, 0)).toContain('step 40');
    expect(readersText(input, 1).facts).toBe(
      '200 dev rows, %, mean of 3 seeds · 52 = most frequent class · step 100',
    );
    expect(losses(input, 1)?.depth).toBeCloseTo(0.23, 9);
    expect(losses(input, 1)?.width).toBeCloseTo(0.12, 9);
    expect(readersTable(input, 1).rows).toEqual([
      [2, '52.0', '55.0'],
      [3, '66.0', '78.0'],
    ]);
  });

  test('is nothing where no grid was read', () => {
    expect(readersOf([], 0.5)).toBeNull();
  });

  test('is as it was', async () => {
    if (input === null) return;
    await expect(
      toSvgText(readersGrid(input, 1, { width: 360, height: 180, type: 1 }, PALETTE)),
    ).toMatchFileSnapshot('golden/readers.svg');
  });
});

describe('the drawers', () => {
  test('likeness has a control in every row, or no finding', () => {
    const input = { similarity: REPORT.similarity, stages: REPORT.stages, seeds: 3 };
    expect(nodes(likenessFigure(input, 700), 'same-start')).toHaveLength(1);
    expect(nodes(likenessFigure(input, 700), 'other-start')).toHaveLength(1);
    expect(findingText(likenessFinding(input) ?? [])).toContain(
      '0.90; from different starts it is 0.02. The neurons that they activate in the whole PLM overlap by 0.90 and 0.60.',
    );
    const bare = { ...input, similarity: input.similarity.map((pair) => ({ ...pair, otherStart: null })) };
    expect(likenessFinding(bare)).toBeNull();
    expect(nodes(likenessFigure(bare, 700), 'other-start')).toHaveLength(0);
    expect(likenessTable(input).rows[0]).toEqual([
      '2 × 192 and 3 × 768',
      '0.900',
      '0.800',
      '0.850',
      '0.020',
      '0.900',
      '0.600',
    ]);
  });

  test('neuron scores say how much activity the first stage keeps', () => {
    const input = { blocks: [{ layer: 0, scores: [4, 3, 2, 1] }], cuts: [1, 2], rows: 1000 };
    const kept = nodes(scoresFigure(input, 700), 'scores-kept');
    expect(kept).toHaveLength(1);
    expect(nodes(scoresFigure(input, 700), 'scores-cut')).toHaveLength(2);
    expect(toSvgText(scoresFigure(input, 700))).toContain('40 % kept');
    expect(scoresTable(input).rows).toEqual([[1, 4, '4.000', '2.000', '40.0', '70.0']]);
    expect(scoresText(input).facts).toContain('keeps 1 of 4 neurons');
  });

  test('the closed form is set against the published table, and stays within 2.6 points of it', () => {
    const savings = PUBLISHED_SAVINGS.map((saving) => ({
      ...saving,
      closedForm: closedFormOfPublished(saving),
    }));
    for (const { flops, closedForm } of savings) expect(Math.abs(flops - closedForm)).toBeLessThan(0.026);
    expect(nodes(publishedFigure(savings, 700), 'closed-form')).toHaveLength(9);
    expect(publishedTable(savings).rows[0]).toEqual(['25 % of layers', '30', '30.8', '35', '25.73']);
    expect(findingText(publishedFinding(savings))).toMatch(/within 2\.\d points/);
  });

  test('how to read has 25 words at most everywhere', () => {
    const grid = readersOf(REPORT.grid, 0.52);
    const texts = [
      stagesText(STAGES),
      curvesText({ report: REPORT, whole: [false, true], axis: 'flops' }),
      scoresText({ blocks: [], cuts: [], rows: 0 }),
      ...(grid === null ? [] : [readersText(grid, 1)]),
    ];
    for (const { howToRead } of texts) expect(howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
  });
});
