/** ON of two tasks' prompts while they are trained: when do prompts begin to use neurons of their own? */
import { line, scaleLinear, type ScaleLinear } from 'd3';
import type { OverlapOverSteps, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { TableTwin } from '../table-twin.ts';
import { isSameType, seedsText } from './estimate-text.ts';

const HEIGHT = 260;
const EDGE = { left: 44, right: 12, top: 30, bottom: 40 } as const;
const TEXT = { 'font-size': 11, fill: colour('muted') } as const;

interface OverlapLayout {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly width: number;
}

const typeOf = (report: TransferReport, { tasks }: OverlapOverSteps): 'same' | 'different' =>
  isSameType(report, { source: tasks[0], target: tasks[1] }) ? 'same' : 'different';

export function overlapLayout({ overlapOverSteps }: TransferReport, width: number): OverlapLayout {
  const points = overlapOverSteps.flatMap((pair) => pair.points);
  const lowest = Math.min(1, ...points.map(({ on }) => on.mean));
  return {
    width,
    x: scaleLinear([0, Math.max(1, ...points.map(({ step }) => step))], [EDGE.left, width - EDGE.right]),
    y: scaleLinear([Math.floor(10 * lowest) / 10, 1], [HEIGHT - EDGE.bottom, EDGE.top]),
  };
}

export function overlapStepsText(report: TransferReport): FigureText {
  return {
    title: 'When do two tasks’ prompts come to use different neurons?',
    facts: `ON in the last three layers, prompt alone, at each evaluation of the training · ${report.plm} · ${report.overlapOverSteps.length} pairs of tasks · ${seedsText(report)}`,
    howToRead:
      'A thin line a pair of tasks, thick lines their means. Lines that stay high keep sharing neurons.',
  };
}

interface MeanPoint {
  readonly step: number;
  readonly on: number;
}

/** Mean ON of the pairs of a type at each step. */
function meansOf(report: TransferReport, type: 'same' | 'different'): readonly MeanPoint[] {
  const pairs = report.overlapOverSteps.filter((pair) => typeOf(report, pair) === type);
  const steps = [...new Set(pairs.flatMap(({ points }) => points.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  return steps.map((step) => {
    const values = pairs.flatMap(({ points }) =>
      points.filter((point) => point.step === step).map(({ on }) => on.mean),
    );
    return { step, on: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

const STYLES = {
  same: { ink: 'sameType', dash: 'none', name: 'same type' },
  different: { ink: 'differentType', dash: '6 3', name: 'different types' },
} as const;

const TYPES = ['different', 'same'] as const;

export function overlapStepsChart(report: TransferReport, width: number): SvgNode {
  const { x, y } = overlapLayout(report, width);
  const path = line<MeanPoint>()
    .digits(1)
    .x(({ step }) => x(step))
    .y(({ on }) => y(on));
  const curve = (points: readonly MeanPoint[], type: 'same' | 'different', thick: boolean): SvgNode =>
    svg('path', {
      class: `overlap-${type}`,
      d: path([...points]) ?? '',
      fill: 'none',
      stroke: colour(STYLES[type].ink),
      'stroke-width': thick ? 3 : 1,
      'stroke-opacity': thick ? 1 : 0.45,
      'stroke-dasharray': STYLES[type].dash,
    });
  const [bottom, right] = [HEIGHT - EDGE.bottom, width - EDGE.right];
  return svg(
    'svg',
    {
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label': overlapStepsText(report).title,
    },
    [
      ...TYPES.toReversed().flatMap((type, index) => [
        svg('line', {
          x1: EDGE.left + index * 120,
          x2: EDGE.left + index * 120 + 26,
          y1: 12,
          y2: 12,
          stroke: colour(STYLES[type].ink),
          'stroke-width': 3,
          'stroke-dasharray': STYLES[type].dash,
        }),
        svgText(EDGE.left + index * 120 + 32, 16, STYLES[type].name, TEXT),
      ]),
      ...y
        .ticks(4)
        .flatMap((tick) => [
          svg('line', { x1: EDGE.left, x2: right, y1: y(tick), y2: y(tick), stroke: colour('rule') }),
          svgText(EDGE.left - 6, y(tick) + 4, tick.toFixed(1), { ...TEXT, 'text-anchor': 'end' }),
        ]),
      svg('line', { x1: EDGE.left, x2: right, y1: bottom, y2: bottom, stroke: colour('ink') }),
      ...x
        .ticks(Math.max(2, Math.floor(width / 110)))
        .map((tick) => svgText(x(tick), bottom + 16, String(tick), { ...TEXT, 'text-anchor': 'middle' })),
      svgText((EDGE.left + right) / 2, bottom + 32, 'optimiser steps', { ...TEXT, 'text-anchor': 'middle' }),
      ...TYPES.flatMap((type) =>
        report.overlapOverSteps
          .filter((pair) => typeOf(report, pair) === type)
          .map(({ points }) =>
            curve(
              points.map(({ step, on }) => ({ step, on: on.mean })),
              type,
              false,
            ),
          ),
      ),
      ...TYPES.map((type) => curve(meansOf(report, type), type, true)),
    ],
  );
}

export function overlapStepsTable(report: TransferReport): TableTwin {
  return {
    caption: overlapStepsText(report).title,
    columns: ['first task', 'second task', 'types', 'step', 'ON', 'low', 'high'],
    rows: report.overlapOverSteps.flatMap((pair) =>
      pair.points.map(({ step, on }) => [
        report.tasks[pair.tasks[0]].name,
        report.tasks[pair.tasks[1]].name,
        typeOf(report, pair),
        step,
        Number(on.mean.toFixed(4)),
        on.interval === null ? null : Number(on.interval.low.toFixed(4)),
        on.interval === null ? null : Number(on.interval.high.toFixed(4)),
      ]),
    ),
  };
}
