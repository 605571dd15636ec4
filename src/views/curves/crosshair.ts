/** What the curves say at one place; both figures point at the same step. */
import { colour } from '../palette.ts';
import { svg, type SvgNode } from '../svg-node.ts';
import { formatShare, formatValue } from '../table-twin.ts';
import type { CurveInput } from './curve-input.ts';
import { abscissaOf, type CurveLayout } from './curve-layout.ts';

/** The step at `pixel` (from the figure's left edge), or null where there is none. */
export function stepAt(pixel: number, input: CurveInput, layout: CurveLayout): number | null {
  const { series } = input.run;
  if (series.length === 0 || pixel < layout.left - 8 || pixel > layout.right + 8) return null;
  const column = input.abscissa === 'steps' ? series.steps : series.seconds;
  return series.steps[Math.max(0, series.positionAt(column, layout.x.invert(pixel)))];
}

export interface Reading {
  readonly step: number;
  readonly raw: string;
  readonly smoothed: string;
  readonly dev: string | null;
}

export function readingAt(step: number, input: CurveInput): Reading | null {
  const { series, dev } = input.run;
  const at = series.positionAt(series.steps, step);
  if (at < 0) return null;
  const format = input.metric === 'accuracy' ? formatShare : formatValue;
  const last = dev.filter((point) => point.step <= step).at(-1);
  return {
    step: series.steps[at],
    raw: format(series.raw(input.metric)[at]),
    smoothed: format(series.smoothed(input.metric)[at]),
    dev: last === undefined ? null : `${format(last[input.metric])} (step ${last.step})`,
  };
}

export function crosshair(step: number, input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { series } = input.run;
  const at = series.positionAt(series.steps, step);
  if (at < 0) return [];
  const x = layout.x(abscissaOf(series.steps[at], input.run, input));
  const value = series.smoothed(input.metric)[at];
  const y = Math.max(layout.top, Math.min(layout.bottom, layout.y(value)));
  const hair = svg('line', {
    x1: x,
    x2: x,
    y1: layout.top,
    y2: layout.bottom,
    stroke: colour('ink'),
    opacity: 0.5,
  });
  if (!Number.isFinite(y)) return [hair];
  return [
    hair,
    svg('circle', {
      cx: x,
      cy: y,
      r: 4,
      fill: colour('prompted'),
      stroke: colour('surface'),
      'stroke-width': 1.5,
    }),
  ];
}
