/** Loss of a task's prompts over the steps of their training, a line a seed. */
import { scaleLinear } from 'd3';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { lossPath, type LossPoint } from './training-lines.ts';

const PLOT = { left: 40, right: 10, top: 8, bottom: 24 } as const;
const MUTED = { 'font-size': 12, fill: colour('muted') } as const;

/** @param losses a seed each, at least one with points */
export function lossOfSeeds(
  losses: readonly (readonly LossPoint[])[],
  size: { readonly width: number; readonly height: number },
): SvgNode {
  const { width, height } = size;
  const all = losses.flat();
  const x = scaleLinear()
    .domain([0, Math.max(...all.map(({ step }) => step))])
    .range([PLOT.left, width - PLOT.right]);
  const y = scaleLinear()
    .domain([Math.min(...all.map(({ loss }) => loss)), Math.max(...all.map(({ loss }) => loss))])
    .nice(3)
    .range([height - PLOT.bottom, PLOT.top]);
  const last = x.domain()[1];
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Loss of ${losses.length} ${losses.length === 1 ? 'seed' : 'seeds'}`,
    },
    [
      ...y.ticks(3).flatMap((tick) => [
        svg('line', {
          x1: PLOT.left,
          x2: width - PLOT.right,
          y1: y(tick),
          y2: y(tick),
          stroke: colour('rule'),
        }),
        svgText(PLOT.left - 8, y(tick) + 4, y.tickFormat(3)(tick), { ...MUTED, 'text-anchor': 'end' }),
      ]),
      ...losses.map((points, i) =>
        svg('path', {
          class: 'loss',
          d: lossPath(points, x, y),
          fill: 'none',
          stroke: colour('prompted'),
          'stroke-width': 2.4,
          'stroke-opacity': i === losses.length - 1 ? 1 : 0.5,
        }),
      ),
      svgText(width - PLOT.right, height - 5, `step ${last}`, { ...MUTED, 'text-anchor': 'end' }),
    ],
  );
}
