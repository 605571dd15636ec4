/** Below the matrix in blocks: the strips of targets without a share of the gain, and the scale. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { Ramp } from '../colour-ramps.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { BlockLayout } from './block-layout.ts';
import type { TransferMeasure } from './transfer-measure.ts';

const LABEL = 12.5;
const LETTER = 6.9;
const MUTED = { 'font-size': LABEL, fill: colour('muted') } as const;

/** Why a target has no share: on a hatched strip, or in a line of text where strips have no room. */
export function bareRows(report: TransferReport, layout: BlockLayout): readonly SvgNode[] {
  const { left, columns, cell, bare, bareHeight, bareText } = layout;
  if (bareText !== null) {
    const names = bare.map(({ target }) => report.tasks[target].name).join(', ');
    return [svgText(0, bareText + 22, `${names}: nothing to transfer`, MUTED)];
  }
  const right = (columns.at(-1)?.x ?? left) + cell.width;
  return bare.flatMap(({ target, y, why }) => [
    svg('g', { 'data-target': target }, [
      svg('title', {}, [`${report.tasks[target].name}: ${why}.`]),
      hatchStrip(left, y, right - left, bareHeight),
      svg('rect', {
        x: left + 8,
        y: y + 1,
        width: Math.min(right - left - 16, why.length * LETTER + 14),
        height: bareHeight - 2,
        fill: colour('surface'),
      }),
      svgText(left + 14, y + bareHeight / 2 + 4.5, why, MUTED),
    ]),
  ]);
}

const HATCH = 7;

/** Lines that rise to the right: nothing was measured, which is not zero. */
function hatchStrip(x: number, y: number, width: number, height: number): SvgNode {
  const lines = Array.from({ length: Math.floor((width + height) / HATCH) }, (_, i) => {
    const at = (i + 1) * HATCH;
    const [fromX, fromY] = at <= height ? [0, at] : [at - height, height];
    const [toX, toY] = at <= width ? [at, 0] : [width, at - width];
    return `M${round(x + fromX)} ${round(y + fromY)}L${round(x + toX)} ${round(y + toY)}`;
  });
  return svg('path', {
    class: 'missing',
    d: lines.join(''),
    stroke: colour('rule'),
    'stroke-width': 1,
    fill: 'none',
  });
}

const BAR = { width: 168, height: 11, stops: 21 } as const;

const ENDS: Readonly<Record<TransferMeasure, readonly [string, string]>> = {
  recovery: ['−100 % worse than untrained', 'as good as own +100 %'],
  accuracy: ['0 %', '100 % of test rows right'],
  relative: ['0 %', '100 % of the own prompt’s accuracy'],
};

const SHORT_ENDS: Readonly<Record<TransferMeasure, readonly [string, string]>> = {
  recovery: ['−100 %', '+100 % = own prompt'],
  accuracy: ['0 %', '100 % right'],
  relative: ['0 %', '100 % of own'],
};

/** The scale with what its ends mean. */
export function blockLegend(measure: TransferMeasure, ramp: Ramp, layout: BlockLayout): readonly SvgNode[] {
  const { left, legendTop, isNarrow } = layout;
  const [low, high] = (isNarrow ? SHORT_ENDS : ENDS)[measure];
  const start = isNarrow ? 0 : left;
  const bar = start + low.length * LETTER + 8;
  const stop = BAR.width / BAR.stops;
  return [
    svgText(start, legendTop + 15, low, MUTED),
    ...Array.from({ length: BAR.stops }, (_, i) =>
      svg('rect', {
        x: bar + i * stop,
        y: legendTop + 5,
        width: stop + 0.4,
        height: BAR.height,
        fill: ramp.hex[Math.round((i / (BAR.stops - 1)) * (ramp.hex.length - 1))],
      }),
    ),
    svgText(bar + BAR.width + 10, legendTop + 15, high, MUTED),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
