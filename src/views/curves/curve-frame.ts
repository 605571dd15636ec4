/** Everything in a curve figure but its lines: axes, reference lines, dev dots, best step. */
import { line } from 'd3';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatShare } from '../table-twin.ts';
import { axisLabels, type CurveInput, type CurveRun } from './curve-input.ts';
import { abscissaOf, type CurveLayout } from './curve-layout.ts';
import { spreadLabels } from './spread-labels.ts';

const SMALL = 11;
const LABEL_GAP = 13;
const DASHES: readonly string[] = ['1 3', '6 3', '3 3', '8 2 2 2'];

export function curveFrame(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  return [
    ...valueAxis(input, layout),
    ...abscissaAxis(input, layout),
    ...referenceLines(input, layout),
    ...bestMarker(input, layout),
    ...input.earlier.flatMap((run) => devLine(run, input, layout, colour('muted'), 0.4)),
    ...devLine(input.run, input, layout, colour('ink'), 1),
  ];
}

function valueAxis(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { left, right, top } = layout;
  const ticks = input.logarithmic ? logTicks(layout) : layout.y.ticks(5);
  const format = tickFormat(input, ticks);
  return [
    ...ticks.flatMap((tick) => {
      const y = layout.y(tick);
      return [
        svg('line', { x1: left, x2: right, y1: y, y2: y, stroke: colour('rule') }),
        svgText(left - 6, y + 4, format(tick), {
          'text-anchor': 'end',
          'font-size': SMALL,
          fill: colour('muted'),
        }),
      ];
    }),
    svgText(0, 0, axisLabels(input).y, {
      transform: `translate(11,${(top + layout.bottom) / 2}) rotate(-90)`,
      'text-anchor': 'middle',
      'font-size': SMALL,
      fill: colour('muted'),
    }),
  ];
}

/** d3's logarithmic ticks crowd; 1, 2 and 5 of each decade are enough. */
function logTicks(layout: CurveLayout): readonly number[] {
  return layout.y.ticks(5).filter((tick) => {
    const leading = tick / 10 ** Math.floor(Math.log10(tick) + 1e-9);
    return [1, 2, 5].includes(Math.round(leading * 100) / 100);
  });
}

function tickFormat(input: CurveInput, ticks: readonly number[]): (value: number) => string {
  if (input.metric === 'accuracy') return (value) => String(Math.round(value * 1000) / 10);
  const gap = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 1;
  const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(gap) - 1e-9)));
  return (value) => (input.logarithmic ? String(Number(value.toPrecision(2))) : value.toFixed(digits));
}

function abscissaAxis(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { left, right, bottom } = layout;
  const count = Math.max(2, Math.min(7, Math.floor((right - left) / 70)));
  return [
    svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: colour('ink') }),
    ...layout.x.ticks(count).flatMap((tick) => {
      const x = layout.x(tick);
      return [
        svg('line', { x1: x, x2: x, y1: bottom, y2: bottom + 4, stroke: colour('ink') }),
        svgText(x, bottom + 16, tick.toLocaleString('en-US'), {
          'text-anchor': 'middle',
          'font-size': SMALL,
          fill: colour('muted'),
        }),
      ];
    }),
    svgText((left + right) / 2, bottom + 32, axisLabels(input).x, {
      'text-anchor': 'middle',
      'font-size': SMALL,
      fill: colour('muted'),
    }),
  ];
}

function referenceLines(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { left, right, top, bottom } = layout;
  const [low, high] = layout.y.domain();
  const shown = input.references.filter(({ value }) => value >= low && value <= high);
  const heights = shown.map(({ value }) => layout.y(value));
  const offset = layout.labelsInside ? -4 : 4;
  const labels = spreadLabels(heights, LABEL_GAP, top, bottom - 2);
  const dashOf = (i: number): SvgNode['attributes'] => ({
    stroke: colour('plain'),
    'stroke-width': 1.25,
    'stroke-dasharray': DASHES[i % DASHES.length],
  });
  const lines = heights.flatMap((y, i) => [
    svg('line', { x1: left, x2: right, y1: y, y2: y, ...dashOf(i) }),
    ...(layout.labelsInside
      ? []
      : [svg('line', { x1: right, x2: right + 10, y1: y, y2: labels[i], ...dashOf(i) })]),
  ]);
  // All names after all lines, so that no line crosses a name.
  const names = shown.map(({ label, value }, i) => {
    const text =
      input.metric === 'accuracy' ? `${label} ${formatShare(value)}` : `${label} ${value.toFixed(2)}`;
    return svgText(layout.labelsInside ? right - 2 : right + 13, labels[i] + offset, text, {
      'text-anchor': layout.labelsInside ? 'end' : 'start',
      'font-size': SMALL,
      fill: colour('plain'),
      ...halo,
    });
  });
  return [...lines, ...names];
}

/** Keeps text readable where lines pass behind it. */
const halo = {
  stroke: colour('surface'),
  'stroke-width': 3,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
} as const;

function bestMarker(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { bestStep } = input.run;
  if (bestStep === null) return [];
  const x = layout.x(abscissaOf(bestStep, input.run, input));
  const atRight = x > (layout.left + layout.right) / 2;
  return [
    svg('line', {
      x1: x,
      x2: x,
      y1: layout.top,
      y2: layout.bottom,
      stroke: colour('ink'),
      'stroke-dasharray': '2 3',
      opacity: 0.7,
    }),
    svgText(
      x + (atRight ? -5 : 5),
      input.metric === 'accuracy' ? layout.bottom - 6 : layout.top + 8,
      `best dev, step ${bestStep}`,
      { 'text-anchor': atRight ? 'end' : 'start', 'font-size': SMALL, fill: colour('ink'), ...halo },
    ),
  ];
}

function devLine(
  run: CurveRun,
  input: CurveInput,
  layout: CurveLayout,
  ink: string,
  opacity: number,
): readonly SvgNode[] {
  const dots = run.dev
    .filter((point) => Number.isFinite(point[input.metric]))
    .map((point): [number, number] => [
      layout.x(abscissaOf(point.step, run, input)),
      Math.max(layout.top, Math.min(layout.bottom, layout.y(point[input.metric]))),
    ]);
  if (dots.length === 0) return [];
  return [
    svg('path', { d: roundPath(dots), fill: 'none', stroke: ink, 'stroke-width': 1, opacity }),
    ...dots.map(([cx, cy]) =>
      svg('circle', { cx, cy, r: 3.5, fill: ink, stroke: colour('surface'), 'stroke-width': 1.5, opacity }),
    ),
  ];
}

function roundPath(dots: readonly [number, number][]): string {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return line()(dots.map(([x, y]): [number, number] => [round(x), round(y)])) ?? '';
}
