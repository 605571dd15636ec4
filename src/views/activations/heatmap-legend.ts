/** The legend: always there, with the ends of the fixed scale in numbers. */
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue } from '../table-twin.ts';
import type { HeatmapLayout } from './heatmap-frame.ts';
import type { HeatmapMode } from './panel-cells.ts';
import { legendShades, type HeatmapRamps } from './panel-colours.ts';

export const LEGEND_HEIGHT = 30;
const BAR = { width: 132, height: 9, stops: 21 } as const;
const SMALL = 11;
const KEY = 10;
const KEY_ADVANCE = 118;

export function heatmapLegend(
  mode: HeatmapMode,
  scale: number,
  ramps: HeatmapRamps,
  layout: HeatmapLayout,
): readonly SvgNode[] {
  return mode === 'value' ? signedLegend(scale, ramps, layout.left) : activatedLegend(layout);
}

function signedLegend(scale: number, ramps: HeatmapRamps, left: number): readonly SvgNode[] {
  const shades = legendShades(ramps.signed, BAR.stops);
  const width = BAR.width / BAR.stops;
  const label = (share: number, text: string): SvgNode =>
    svgText(left + BAR.width * share, 24, text, {
      'text-anchor': share === 0 ? 'start' : share === 1 ? 'end' : 'middle',
      'font-size': SMALL,
      fill: colour('muted'),
    });
  return [
    ...shades.map((fill, i) =>
      svg('rect', { x: left + i * width, y: 3, width: width + 0.5, height: BAR.height, fill }),
    ),
    label(0, formatValue(-scale, 2)),
    label(0.5, '0'),
    label(1, `+${formatValue(scale, 2)}`),
    svgText(left + BAR.width + 10, 12, 'activation, same scale all run', {
      'font-size': SMALL,
      fill: colour('muted'),
    }),
  ];
}

/** Narrower figures have the keys in two rows. */
const ONE_ROW = 420;

function activatedLegend({ left, width }: HeatmapLayout): readonly SvgNode[] {
  const keys = [
    ['ink', 'activated (> 0)'],
    ['prompted', 'prompt only'],
    ['plain', 'no prompt only'],
    ['both', 'both'],
  ] as const;
  const columns = width < ONE_ROW ? 2 : keys.length;
  return keys.flatMap(([ink, name], i) => {
    const x = left + (i % columns) * KEY_ADVANCE;
    const y = 3 + Math.floor(i / columns) * (KEY + 5);
    return [
      svg('rect', { x, y, width: KEY, height: KEY, fill: colour(ink), stroke: colour('muted') }),
      svgText(x + KEY + 5, y + 9, name, { 'font-size': SMALL, fill: colour('muted') }),
    ];
  });
}
