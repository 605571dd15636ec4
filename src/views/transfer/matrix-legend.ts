/** The legend of the matrix: the fixed scale with its ends and middle, and what the marks in cells mean. */
import type { Ramp } from '../colour-ramps.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { MEASURES, UNSTEADY_POINTS, type TransferMeasure } from './transfer-measure.ts';

const BAR = { width: 150, height: 10, stops: 25 } as const;
const SMALL = 11;
const KEY = 12;
/** From here on the keys stand beside the bar rather than below it. */
const WIDE = 740;

export function matrixLegend(measure: TransferMeasure, ramp: Ramp, width: number): readonly SvgNode[] {
  const { scale, signed } = MEASURES[measure];
  const stops = signed ? ['−100', '0', '100 %'] : ['0', '50', '100 %'];
  const stop = BAR.width / BAR.stops;
  const note = (x: number, y: number, text: string): SvgNode =>
    svgText(x, y, text, { 'font-size': SMALL, fill: colour('muted') });
  const keys: readonly (readonly [SvgNode, string, number])[] = [
    [hatch(0, 0, KEY), 'not measured', 92],
    ...(signed ? [] : [[plusSign(0, 0, KEY, colour('ink')), 'over 100 %', 80] as const]),
    [cornerTick(0, 0, KEY, colour('ink')), `seeds’ sd > ${UNSTEADY_POINTS}`, 0],
  ];
  const beside = width >= WIDE;
  let x = beside ? BAR.width + 260 : 0;
  const placed = keys.map(([mark, text, advance]) => {
    const key = svg('g', { transform: `translate(${x},${beside ? 2 : 42})` }, [
      svg('rect', { width: KEY, height: KEY, fill: 'none', stroke: colour('rule') }),
      mark,
      note(KEY + 5, 10, text),
    ]);
    x += advance + KEY;
    return key;
  });
  return [
    ...Array.from({ length: BAR.stops }, (_, i) =>
      svg('rect', {
        x: i * stop,
        y: 3,
        width: stop + 0.5,
        height: BAR.height,
        fill: ramp.hex[Math.round((i / (BAR.stops - 1)) * (ramp.hex.length - 1))],
      }),
    ),
    ...stops.map((text, i) =>
      svgText((i / 2) * BAR.width, 25, text, {
        'text-anchor': i === 0 ? 'start' : i === 1 ? 'middle' : 'end',
        'font-size': SMALL,
        fill: colour('muted'),
      }),
    ),
    ...wrapped(scale, width - BAR.width - 12).map((line, i) => note(BAR.width + 10, 12 + i * 13, line)),
    ...placed,
  ];
}

/** At most two lines of a legend's words. */
function wrapped(text: string, room: number): readonly string[] {
  const most = Math.min(42, Math.floor(room / 5.6));
  if (text.length <= most) return [text];
  const cut = text.lastIndexOf(' ', most);
  return cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
}

/** Diagonal lines in a cell: nothing was measured, which is not zero. */
export function hatch(x: number, y: number, size: number): SvgNode {
  const third = size / 3;
  const lines = [third, 2 * third, size, 4 * third, 5 * third].map((sum) => {
    const low = Math.max(0, sum - size);
    const high = Math.min(size, sum);
    return `M${round(x + low)} ${round(y + high)}L${round(x + high)} ${round(y + low)}`;
  });
  return svg('path', {
    class: 'missing',
    d: lines.join(''),
    stroke: colour('muted'),
    'stroke-width': 1,
    fill: 'none',
  });
}

/** In the upper left corner: beyond the end of the scale. */
export function plusSign(x: number, y: number, size: number, stroke: string): SvgNode {
  const arm = Math.max(2, Math.min(3.5, size / 5));
  const left = round(x + 2);
  const top = round(y + 2);
  return svg('path', {
    class: 'plus',
    d: `M${left} ${round(top + arm)}h${round(2 * arm)}M${round(left + arm)} ${top}v${round(2 * arm)}`,
    stroke,
    'stroke-width': 1.5,
  });
}

/** In the upper right corner: the seeds do not agree. */
export function cornerTick(x: number, y: number, size: number, fill: string): SvgNode {
  const leg = Math.max(3, Math.min(8, size / 3.5));
  return svg('path', {
    class: 'unsteady',
    d: `M${round(x + size)} ${round(y)}h${-round(leg)}l${round(leg)} ${round(leg)}z`,
    fill,
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
