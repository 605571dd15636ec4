/** The whole curve figure as SVG: for files and for golden tests. */
import { colour } from '../palette.ts';
import { formatAttribute, svg, type SvgNode } from '../svg-node.ts';
import { curveFrame } from './curve-frame.ts';
import type { CurveInput, FigureSize } from './curve-input.ts';
import { curveLayout, type CurveLayout } from './curve-layout.ts';
import { curveLines, LINE_STYLE, traceLine, type CurveLine } from './curve-lines.ts';
import { curveSummary } from './curve-table.ts';

export function curveSvg(input: CurveInput, size: FigureSize): SvgNode {
  const layout = curveLayout(input, size);
  return svg(
    'svg',
    {
      width: size.width,
      height: size.height,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'img',
      'aria-label': curveSummary(input),
    },
    [
      svg(
        'g',
        { class: 'lines', fill: 'none' },
        curveLines(input, layout).map((line) => linePath(line, layout)),
      ),
      svg('g', { class: 'frame' }, curveFrame(input, layout)),
    ],
  );
}

function linePath({ role, line, dash }: CurveLine, layout: CurveLayout): SvgNode {
  const parts: string[] = [];
  const put = (command: string) => (x: number, y: number) =>
    void parts.push(`${command}${formatAttribute(x)},${formatAttribute(y)}`);
  traceLine(line, layout, { move: put('M'), line: put('L') });
  return svg('path', {
    class: role,
    d: parts.join(''),
    stroke: colour(role === 'earlier' ? 'muted' : 'prompted'),
    'stroke-width': LINE_STYLE[role].width,
    'stroke-opacity': LINE_STYLE[role].opacity,
    ...(dash.length === 0 ? {} : { 'stroke-dasharray': dash.join(' ') }),
  });
}
