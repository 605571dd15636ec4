/** Contributions as bars: each class with its score, its best words and its lowest, all on one scale around 0. */
import { scaleLinear } from 'd3';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import {
  CONTRIBUTIONS_TITLE,
  signed,
  type ClassContribution,
  type WordContribution,
} from './contributions.ts';

export interface ContributionsRoom {
  readonly width: number;
  /** As high as the panel lets it be; null for as high as it needs. */
  readonly height: number | null;
  /** Size of type: 1 on a desk. */
  readonly type: number;
}

interface ShownClass {
  readonly of: ClassContribution;
  readonly best: readonly WordContribution[];
  readonly lowest: WordContribution | null;
}

const HEAD = 26;
const ROW = 19.5;
const AIR = 6;
const FOOT = 16;
/** Words of the likeliest class, and of the others. */
const MOST = { first: 6, other: 3 } as const;
/** Classes with bars; more are a line each, or counted. */
const MOST_CLASSES = 4;
/** Ends of the scale: it changes seldom, and in large steps. */
const ENDS = [2, 4, 8, 16, 32] as const;
const NAME = 0.29;
const VALUE = 44;

const heightOf = (classes: readonly ShownClass[], type: number): number =>
  type *
  classes.reduce(
    (sum, { best, lowest }) => sum + HEAD + ROW * (best.length + (lowest === null ? 0 : 1)) + AIR,
    0,
  );

function shorten(classes: readonly ClassContribution[], first: number, other: number): readonly ShownClass[] {
  return classes.map((of, index) => {
    const count = index === 0 ? first : index < MOST_CLASSES ? other : 0;
    const best = of.words.slice(0, count);
    const lowest = index === 0 && of.words.length > count ? (of.words.at(-1) ?? null) : null;
    return { of, best, lowest };
  });
}

/** As many words as fit; where not even the heads do, the least likely classes are left out. */
export function fitContributions(
  classes: readonly ClassContribution[],
  { height, type }: ContributionsRoom,
): readonly ShownClass[] {
  const whole = shorten(classes, MOST.first, MOST.other);
  if (height === null) return whole;
  const room = height - FOOT * type;
  for (let other: number = MOST.other; other >= 0; other--)
    for (let first: number = MOST.first; first >= Math.max(other, 2); first--) {
      const shown = shorten(classes, first, other);
      if (heightOf(shown, type) <= room) return shown;
    }
  const bare = shorten(classes, 2, 0);
  return bare.slice(
    0,
    Math.max(1, bare.findLastIndex((_, i) => heightOf(bare.slice(0, i + 1), type) <= room) + 1),
  );
}

export function contributionBars(classes: readonly ClassContribution[], room: ContributionsRoom): SvgNode {
  const { width, type } = room;
  const shown = fitContributions(classes, room);
  const values = shown.flatMap(({ best, lowest }) => [...best, ...(lowest === null ? [] : [lowest])]);
  const most = values.reduce((a, { value }) => Math.max(a, Math.abs(value)), 0);
  const end = ENDS.find((one) => most <= one) ?? most;
  const names = NAME * width;
  const x = scaleLinear([-end, end], [names + VALUE * type, width - VALUE * type]);
  const height = heightOf(shown, type) + FOOT * type;
  let top = 0;
  const nodes = shown.flatMap((one, index): readonly SvgNode[] => {
    const at = top;
    top += heightOf([one], type);
    return classNodes(one, { top: at, x, names, width, type, isFirst: index === 0 });
  });
  const left = classes.length - shown.length;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': CONTRIBUTIONS_TITLE },
    [
      ...nodes,
      svgText(
        width,
        height - 2 * type,
        `scale −${String(end)} to +${String(end)}${left > 0 ? ` · ${String(left)} less likely classes in the table` : ''}`,
        {
          'font-size': 12 * type,
          fill: colour('muted'),
          'text-anchor': 'end',
        },
      ),
    ],
  );
}

interface ClassFrame {
  readonly top: number;
  readonly x: (value: number) => number;
  readonly names: number;
  readonly width: number;
  readonly type: number;
  readonly isFirst: boolean;
}

function classNodes({ of, best, lowest }: ShownClass, frame: ClassFrame): readonly SvgNode[] {
  const { top, x, names, width, type, isFirst } = frame;
  const base = top + 18 * type;
  const rows = [...best, ...(lowest === null ? [] : [lowest])];
  const rowsTop = top + HEAD * type;
  const bars = rows.map((row, index) => wordBar(row, { y: rowsTop + index * ROW * type, x, names, type }));
  const size = isFirst ? 15.5 : 13.5;
  return [
    svg('g', { 'data-class': of.label }, [
      svg('text', { x: 0, y: base }, [
        svg(
          'tspan',
          { 'font-size': size * type, 'font-weight': 650, fill: colour(isFirst ? 'prompted' : 'ink') },
          [of.label],
        ),
        svg('tspan', { dx: 8 * type, 'font-size': 12 * type, fill: colour('muted') }, [
          of.words.length === 1 ? 'one word' : `mean of ${String(of.words.length)} words`,
        ]),
      ]),
      svgText(width, base, signed(of.score, 2), {
        'font-size': 13.5 * type,
        'font-weight': 700,
        fill: colour('ink'),
        'text-anchor': 'end',
      }),
      ...bars,
      ...(rows.length === 0
        ? []
        : [
            svg('line', {
              x1: x(0),
              x2: x(0),
              y1: rowsTop,
              y2: rowsTop + rows.length * ROW * type,
              stroke: colour('muted'),
              'stroke-width': 1,
            }),
          ]),
      ...(lowest === null
        ? []
        : [
            svgText(
              width,
              rowsTop + (rows.length - 0.3) * ROW * type,
              `lowest of ${String(of.words.length)}`,
              {
                'font-size': 12 * type,
                fill: colour('muted'),
                'text-anchor': 'end',
              },
            ),
          ]),
    ]),
  ];
}

function wordBar(
  { word, value }: WordContribution,
  {
    y,
    x,
    names,
    type,
  }: {
    readonly y: number;
    readonly x: (value: number) => number;
    readonly names: number;
    readonly type: number;
  },
): SvgNode {
  const base = y + 0.7 * ROW * type;
  const letters = Math.floor(names / (7 * type));
  return svg('g', { 'data-word': word }, [
    svgText(names, base, word.length > letters ? `${word.slice(0, letters - 1)}…` : word, {
      'font-size': 13 * type,
      fill: colour('ink'),
      'text-anchor': 'end',
    }),
    svg('rect', {
      x: Math.min(x(0), x(value)),
      y: y + 3 * type,
      width: Math.max(1, Math.abs(x(value) - x(0))),
      height: (ROW - 6.5) * type,
      rx: 2,
      fill: colour(value < 0 ? 'negative' : 'positive'),
    }),
    svgText(value < 0 ? x(0) + 8 * type : x(value) + 8 * type, base, signed(value, 1), {
      'font-size': 12.5 * type,
      fill: colour('muted'),
    }),
  ]);
}
