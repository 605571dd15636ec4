/**
 * Accuracy for what was spent: thin lines are seeds, bold ones their mean within its band. A ring was measured on a part of
 * the PLM, a dot on the whole one; the dotted line is the growing run's prompt read by the whole PLM all along.
 */
import { area, line, scaleLinear, type ScaleLinear } from 'd3';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { spreadLabels } from '../curves/spread-labels.ts';
import { ARM_LOOKS } from './arm-looks.ts';
import {
  armLines,
  stageEnds,
  type ArmLines,
  type CurvesInput,
  type LinePoint,
  type MeanPoint,
} from './curve-series.ts';
import { AXIS_NAMES, CURVES_TITLE } from './curves-words.ts';

export interface CurvesRoom {
  readonly width: number;
  readonly height: number;
  readonly type: number;
}

/** At a type of 1; at the right for the names of the lines. */
const MARGIN = { left: 34, right: 128, top: 12, bottom: 36 } as const;
/** A narrower figure has its names above the lines. */
const NAMED_BESIDE = 420;
const NARROW_RIGHT = 12;
const LABELS_APART = 15;

interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export function growCurves(input: CurvesInput, { width, height, type }: CurvesRoom): SvgNode {
  const lines = armLines(input);
  const isBeside = width >= NAMED_BESIDE * type;
  const top = (MARGIN.top + (isBeside ? 0 : 18 * Math.ceil(lines.length / 2))) * type;
  const right = width - (isBeside ? MARGIN.right : NARROW_RIGHT) * type;
  const scales = scalesOf(lines, input, {
    x: [MARGIN.left * type, right],
    y: [height - MARGIN.bottom * type, top],
  });
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': CURVES_TITLE },
    [
      ...axes(input, scales, type),
      ...ends(input, scales),
      ...[...lines].reverse().flatMap((own) => armNodes(own, scales)),
      ...fullReading(lines, scales),
      ...(isBeside ? namesBeside(lines, scales, { right, type }) : namesAbove(lines, width, type)),
    ],
  );
}

function scalesOf(
  lines: readonly ArmLines[],
  { axis }: CurvesInput,
  room: { readonly x: readonly [number, number]; readonly y: readonly [number, number] },
): Scales {
  const points = lines.flatMap(({ seeds }) => seeds.flatMap((seed) => seed.points));
  const values = points.flatMap(({ own, full }) => [own, full]);
  const spent = points.map((point) => point.spent);
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  return {
    x: scaleLinear([0, Math.max(axis === 'flops' ? 1 : 0, ...spent) || 1], [...room.x]),
    y: scaleLinear([Math.floor(low * 20) / 20, Math.ceil(high * 20) / 20 || 1], [...room.y]),
  };
}

function axes({ axis }: CurvesInput, { x, y }: Scales, type: number): readonly SvgNode[] {
  const text = { fill: colour('muted'), 'font-size': 12 * type } as const;
  const [left, right] = x.range();
  const [bottom] = y.range();
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / (90 * type))));
  const tickText = (tick: number): string =>
    axis === 'flops' ? String(Math.round(100 * tick)) : String(tick);
  return [
    ...y.ticks(5).flatMap((tick) => [
      svg('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: colour('rule') }),
      svgText(left - 6 * type, y(tick) + 4 * type, String(Math.round(100 * tick)), {
        ...text,
        'text-anchor': 'end',
      }),
    ]),
    ...ticks.map((tick) =>
      svgText(x(tick), bottom + 15 * type, tickText(tick), { ...text, 'text-anchor': 'middle' }),
    ),
    svgText(right, bottom + 30 * type, AXIS_NAMES[axis], { ...text, 'text-anchor': 'end' }),
  ];
}

/** Where the PLM grew. */
function ends(input: CurvesInput, { x, y }: Scales): readonly SvgNode[] {
  const [bottom, top] = y.range();
  return stageEnds(input).map((spent, stage) =>
    svg('line', {
      class: 'stage-end',
      'data-boundary': stage,
      x1: x(spent),
      x2: x(spent),
      y1: top,
      y2: bottom,
      stroke: colour('muted'),
      'stroke-width': 1.6,
      'stroke-dasharray': '2 4',
    }),
  );
}

function armNodes({ arm, seeds, mean }: ArmLines, { x, y }: Scales): readonly SvgNode[] {
  const { ink, dash } = ARM_LOOKS[arm];
  const path = line<LinePoint>()
    .digits(1)
    .x(({ spent }) => x(spent))
    .y(({ own }) => y(own));
  const band = area<MeanPoint>()
    .digits(1)
    .x(({ spent }) => x(spent))
    .y0(({ least }) => y(least))
    .y1(({ most }) => y(most));
  const dashes = dash === null ? {} : { 'stroke-dasharray': dash };
  return [
    svg('g', { 'data-arm': arm }, [
      ...(seeds.length < 2
        ? []
        : [svg('path', { class: 'band', d: band(mean) ?? '', fill: colour(ink), 'fill-opacity': 0.07 })]),
      ...(seeds.length < 2 ? [] : seeds).map(({ seed, points }) =>
        svg('path', {
          class: 'seed-line',
          'data-seed': seed,
          d: path(points) ?? '',
          fill: 'none',
          stroke: colour(ink),
          'stroke-width': 1,
          'stroke-opacity': 0.4,
        }),
      ),
      svg('path', {
        class: 'mean-line',
        d: path(mean) ?? '',
        fill: 'none',
        stroke: colour(ink),
        'stroke-width': 2.4,
        ...dashes,
      }),
      ...(arm === 'grow' ? mean : []).map((point) => dot(point, { x, y })),
    ]),
  ];
}

const dot = ({ spent, own, onPart }: MeanPoint, { x, y }: Scales): SvgNode =>
  svg('circle', {
    class: onPart ? 'on-part' : 'on-whole',
    cx: x(spent),
    cy: y(own),
    r: 4,
    fill: colour(onPart ? 'surface' : 'prompted'),
    stroke: colour('prompted'),
    'stroke-width': 1.8,
  });

/** As long as it was trained on parts; from the last switch on it is the bold line. */
function fullReading(lines: readonly ArmLines[], { x, y }: Scales): readonly SvgNode[] {
  const mean = lines.find(({ arm }) => arm === 'grow')?.mean ?? [];
  const parts = mean.filter(({ onPart }) => onPart).length;
  if (parts === 0) return [];
  const path = line<MeanPoint>()
    .digits(1)
    .x(({ spent }) => x(spent))
    .y(({ full }) => y(full));
  return [
    svg('path', {
      class: 'full-reading',
      d: path(mean.slice(0, parts + 1)) ?? '',
      fill: 'none',
      stroke: colour('prompted'),
      'stroke-width': 2,
      'stroke-dasharray': '2 4',
    }),
  ];
}

function namesBeside(
  lines: readonly ArmLines[],
  { x, y }: Scales,
  { right, type }: { readonly right: number; readonly type: number },
): readonly SvgNode[] {
  const named = lines.flatMap(({ arm, mean }) => {
    const last = mean.at(-1);
    return last === undefined ? [] : [{ arm, last }];
  });
  const [bottom, top] = y.range();
  const places = spreadLabels(
    named.map(({ last }) => y(last.own) + 4 * type),
    LABELS_APART * type,
    top,
    bottom,
  );
  return named.map(({ arm, last }, index) =>
    svgText(Math.max(right, x(last.spent)) + 8 * type, places[index], ARM_LOOKS[arm].name, {
      'font-size': 12.5 * type,
      'font-weight': 600,
      fill: colour(ARM_LOOKS[arm].ink),
    }),
  );
}

function namesAbove(lines: readonly ArmLines[], width: number, type: number): readonly SvgNode[] {
  return lines.map(({ arm }, index) =>
    svgText((index % 2) * (width / 2), (14 + 18 * Math.floor(index / 2)) * type, ARM_LOOKS[arm].name, {
      'font-size': 12.5 * type,
      'font-weight': 600,
      fill: colour(ARM_LOOKS[arm].ink),
    }),
  );
}
