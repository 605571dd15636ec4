/** The waterfall as it stands on a desk: a column a step, accuracy upwards. */
import { formatValue } from '../table-twin.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { accuracyScale } from './waterfall-scale.ts';
import {
  STEP_NAMES,
  waterfallBars,
  waterfallBasis,
  type WaterfallBar,
  type WaterfallInput,
} from './waterfall-input.ts';
import { signedPoints, WATERFALL_TITLE } from './waterfall-words.ts';

export interface WaterfallRoom {
  readonly width: number;
  readonly height: number;
  /** Size of type: 1 on a desk, more before an audience. */
  readonly type: number;
  /** Whether columns carry their names; on the page the switches below do. */
  readonly isNamed?: boolean;
}

/** Free beside the columns, at a type of 1: for the ticks, and for what the dashed line is. */
export const WATERFALL_SIDES = { left: 68, right: 104 } as const;

const TOP = 14;
const FOOT = 12;
const LABELS_APART = 18;
const NAMES = 22;
/** Shares of a column. */
const BAR = 0.54;
const RING_AT = 0.44;

/** Lines that cross a number stop before it. */
const HALO = {
  'paint-order': 'stroke',
  stroke: colour('surface'),
  'stroke-width': 5,
  'stroke-linejoin': 'round',
} as const;

const SERIF = "var(--serif, 'Source Serif 4 Variable', Georgia, serif)";

interface Frame {
  readonly y: (share: number) => number;
  readonly column: (index: number) => number;
  readonly columnWidth: number;
  readonly type: number;
}

export function waterfall(input: WaterfallInput, room: WaterfallRoom): SvgNode {
  const { width, height, type, isNamed = false } = room;
  const left = WATERFALL_SIDES.left * type;
  const right = width - WATERFALL_SIDES.right * type;
  const bottom = height - (FOOT + (isNamed ? NAMES : 0)) * type;
  const scale = accuracyScale(input, [bottom, TOP * type], LABELS_APART * type);
  const columnWidth = (right - left) / input.steps.length;
  const frame: Frame = { y: scale.at, column: (index) => left + index * columnWidth, columnWidth, type };
  const bars = waterfallBars(input);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': WATERFALL_TITLE },
    [
      ...grid(input, scale.ticks, { left, right, type, y: scale.at }),
      ...trainedLine(input, { left, right, type, y: scale.at }),
      ...bars.flatMap((bar, index) => barNodes(bar, bars[index + 1], input, frame)),
      ...(isNamed
        ? input.steps.map(({ id, isOn }, index) =>
            svgText(
              frame.column(index),
              height - 6 * type,
              isOn ? STEP_NAMES[id] : `${STEP_NAMES[id]}: off`,
              {
                'font-size': 12 * type,
                fill: colour(isOn ? 'ink' : 'muted'),
              },
            ),
          )
        : []),
    ],
  );
}

interface Lines {
  readonly left: number;
  readonly right: number;
  readonly type: number;
  readonly y: (share: number) => number;
}

function grid(
  input: WaterfallInput,
  ticks: readonly number[],
  { left, right, type, y }: Lines,
): readonly SvgNode[] {
  const line = (share: number): SvgNode =>
    svg('line', {
      x1: left,
      x2: right,
      y1: y(share),
      y2: y(share),
      stroke: colour('rule'),
      'stroke-width': 1,
    });
  const label = (share: number, text: string): SvgNode =>
    svgText(left - 8 * type, y(share) + 4 * type, text, {
      'font-size': 12.5 * type,
      fill: colour('muted'),
      'text-anchor': 'end',
    });
  const last = ticks.at(-1);
  return [
    ...ticks.flatMap((tick) => [
      line(tick),
      label(tick, `${String(Math.round(100 * tick))}${tick === last ? ' %' : ''}`),
    ]),
    line(input.guess),
    label(input.guess, `guess ${String(Math.round(100 * input.guess))}`),
  ];
}

/** The first bar is what there is without any step; a later one is a gain, or a loss in the colour of losses. */
function inkOf({ column, from, to }: WaterfallBar): keyof Palette {
  if (column === 0) return 'plain';
  return to < from ? 'negative' : 'prompted';
}

function barNodes(
  bar: WaterfallBar,
  next: WaterfallBar | undefined,
  input: WaterfallInput,
  { y, column, columnWidth, type }: Frame,
): readonly SvgNode[] {
  const x = column(bar.column);
  const width = BAR * columnWidth;
  const middle = x + width / 2;
  const ink = inkOf(bar);
  const [top, bottom] = [Math.min(y(bar.from), y(bar.to)), Math.max(y(bar.from), y(bar.to))];
  const isAlone = waterfallBasis(input) === 'shown';
  return [
    svg('g', { 'data-step': bar.id }, [
      svg('rect', {
        class: 'waterfall-bar',
        x,
        y: top,
        width,
        // A step that changes nothing still has a mark.
        height: Math.max(1.5, bottom - top),
        rx: 2,
        fill: colour(ink),
        'fill-opacity': isAlone ? 0.45 : 0.9,
        ...(isAlone ? { stroke: colour(ink), 'stroke-dasharray': '4 3' } : {}),
      }),
      svg('line', {
        x1: x,
        x2: next === undefined ? x + width : column(next.column) + width,
        y1: y(bar.to),
        y2: y(bar.to),
        stroke: colour('ink'),
        'stroke-width': 1.6,
      }),
      ...whiskers(bar, middle, { y, type }),
      ...(bar.shown === null
        ? []
        : [
            svg('circle', {
              class: 'waterfall-shown',
              cx: x + RING_AT * columnWidth,
              cy: y(bar.shown),
              r: 5 * type,
              fill: colour('surface'),
              stroke: colour('ink'),
              'stroke-width': 1.6,
            }),
          ]),
      ...numbers(bar, ink, { x: x + width + 8 * type, y: y(bar.to), type }),
    ]),
  ];
}

function whiskers(
  { to, spread }: WaterfallBar,
  middle: number,
  { y, type }: Pick<Frame, 'y' | 'type'>,
): readonly SvgNode[] {
  if (spread === null) return [];
  const [high, low] = [y(to + spread), y(to - spread)];
  const half = 6 * type;
  return [
    svg('path', {
      class: 'waterfall-spread',
      d: `M${at(middle - half)} ${at(high)}h${at(2 * half)}M${at(middle)} ${at(high)}V${at(low)}M${at(middle - half)} ${at(low)}h${at(2 * half)}`,
      stroke: colour('ink'),
      'stroke-width': 2,
      fill: 'none',
    }),
  ];
}

/** Beside the end of the bar: above its level where it begins, below it where the line to the next one runs. */
function numbers(
  { column, from, to }: WaterfallBar,
  ink: keyof Palette,
  { x, y, type }: { readonly x: number; readonly y: number; readonly type: number },
): readonly SvgNode[] {
  const value = formatValue(100 * to, 1);
  const big = {
    'font-size': 21 * type,
    'font-weight': 600,
    'font-family': SERIF,
    fill: colour(ink),
    ...HALO,
  };
  if (column === 0) return [svgText(x, y - 8 * type, value, big)];
  return [
    svgText(x, y + 22 * type, value, big),
    svgText(x, y + 38 * type, signedPoints(to - from), {
      'font-size': 12.5 * type,
      fill: colour('muted'),
      ...HALO,
    }),
  ];
}

function trainedLine({ trained }: WaterfallInput, { left, right, type, y }: Lines): readonly SvgNode[] {
  if (trained === null) return [];
  const level = y(trained.accuracy);
  const [first, ...rest] = trained.note.split(', ');
  const text = { 'font-size': 12 * type, 'font-weight': 600, fill: colour('prompted') };
  return [
    svg('line', {
      class: 'waterfall-trained',
      x1: left,
      x2: right,
      y1: level,
      y2: level,
      stroke: colour('prompted'),
      'stroke-width': 1.8,
      'stroke-dasharray': '5 4',
    }),
    svgText(right + 4 * type, level - 2 * type, rest.length === 0 ? first : `${first},`, text),
    ...(rest.length === 0 ? [] : [svgText(right + 4 * type, level + 13 * type, rest.join(', '), text)]),
  ];
}

const at = (value: number): string => String(Math.round(100 * value) / 100);
