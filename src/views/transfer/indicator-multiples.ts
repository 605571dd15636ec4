/** Small multiples: each indicator of transferability against what was transferred, a point each ordered pair. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { correlationText, pairName, samePair, shorten, type TaskPair } from './estimate-text.ts';
import {
  indicatorLayout,
  type IndicatorEnd,
  type IndicatorLayout,
  type IndicatorPanel,
  type IndicatorPoint,
  type IndicatorSort,
} from './indicator-layout.ts';
import { indicatorName } from './indicator-names.ts';

const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;
/** Places of a number around its point, the preferred one first; nearer than `NUMBER_APART` two would touch. */
const NUMBER_PLACES: readonly (readonly [number, number])[] = [
  [8, -4],
  [-8, -4],
  [8, 11],
  [-8, 11],
  [19, -4],
  [-19, -4],
];
const NUMBER_APART = 10;
/** Where the names of the outliers begin below a panel's axis. */
const KEY_TOP = 47;
const KEY_LINE = 14;

export function indicatorMultiples(report: TransferReport, sort: IndicatorSort, width: number): SvgNode {
  const layout = indicatorLayout(report, sort, width);
  return svg(
    'svg',
    {
      width,
      height: layout.height,
      viewBox: `0 0 ${width} ${layout.height}`,
      role: 'img',
      'aria-label': `${layout.panels.length} indicators against relative performance`,
    },
    [
      svg('g', { class: 'legend' }, [
        marks([{ x: 8, y: 10 }], true),
        svgText(18, 14, 'same type', MUTED),
        marks([{ x: 96, y: 10 }], false),
        svgText(106, 14, 'different type', MUTED),
      ]),
      ...layout.panels.map((panel) => panelNode(report, layout, panel)),
    ],
  );
}

/** All points of one kind as one path: filled dots for the same type, hollow diamonds for different ones. */
function marks(points: readonly { readonly x: number; readonly y: number }[], sameType: boolean): SvgNode {
  const d = points.map(({ x, y }) =>
    sameType
      ? `M${round(x - 3.2)} ${round(y)}a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0`
      : `M${round(x)} ${round(y - 4)}l4 4l-4 4l-4 -4z`,
  );
  return svg('path', {
    class: sameType ? 'same-type' : 'different-type',
    d: d.join(''),
    ...(sameType
      ? { fill: colour('sameType'), 'fill-opacity': 0.85 }
      : { fill: 'none', stroke: colour('differentType'), 'stroke-width': 1.3 }),
  });
}

function panelNode(report: TransferReport, layout: IndicatorLayout, panel: IndicatorPanel): SvgNode {
  const { indicator, points, guide } = panel;
  return svg('g', { 'data-indicator': indicatorName(indicator) }, [
    svg('title', {}, [`${indicatorName(indicator)}: ${indicator.meaning}`]),
    ...heading(panel, layout.panelWidth),
    ...axes(layout, panel),
    ...(guide === null
      ? []
      : [
          svg('line', {
            class: 'guide',
            x1: guide[0].x,
            y1: guide[0].y,
            x2: guide[1].x,
            y2: guide[1].y,
            stroke: colour('muted'),
            'stroke-width': 1,
            'stroke-dasharray': '4 3',
          }),
        ]),
    marks(
      points.filter(({ sameType }) => !sameType),
      false,
    ),
    marks(
      points.filter(({ sameType }) => sameType),
      true,
    ),
    ...outlierLabels(report, panel),
  ]);
}

function heading({ indicator, x, y }: IndicatorPanel, width: number): readonly SvgNode[] {
  const letters = Math.floor((width - 12) / 5.6);
  const lines = [
    `ρ per target ${correlationText(indicator.perTarget, 'target')}`,
    `ρ pooled ${correlationText(indicator.pooled, 'pair')}`,
    `ρ pooled, given the type ${indicator.partial === null ? 'not defined' : indicator.partial.toFixed(2).replace('-', '−')}`,
  ];
  return [
    svgText(x + 4, y + 14, shorten(indicatorName(indicator), Math.floor(letters * 0.85)), {
      'font-size': 13,
      'font-weight': 600,
      fill: colour('ink'),
    }),
    ...lines.map((line, i) => svgText(x + 4, y + 30 + i * 14, shorten(line, letters), MUTED)),
  ];
}

function axes({ scale: relative }: IndicatorLayout, panel: IndicatorPanel): readonly SvgNode[] {
  const { left, right, top, bottom, scale, points } = panel;
  const first = panel.x === 0;
  const ticks = relative.ticks(4).flatMap((tick) => {
    const y = top + relative(tick);
    const own = tick === 100;
    return [
      svg('line', {
        x1: left,
        x2: right,
        y1: y,
        y2: y,
        stroke: colour(own ? 'muted' : 'rule'),
        'stroke-width': 1,
      }),
      svgText(left - 9, y + 4, String(tick), { ...MUTED, 'text-anchor': 'end' }),
    ];
  });
  const rugX = points.map(({ x }) => `M${round(x)} ${round(bottom)}v5`).join('');
  const rugY = points.map(({ y }) => `M${round(left)} ${round(y)}h-5`).join('');
  return [
    ...ticks,
    svg('path', {
      class: 'rug',
      d: rugX + rugY,
      stroke: colour('muted'),
      'stroke-opacity': 0.5,
      'stroke-width': 1,
    }),
    svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: colour('ink') }),
    ...scale
      .ticks(4)
      .map((tick) =>
        svgText(scale(tick), bottom + 17, scale.tickFormat(4)(tick), { ...MUTED, 'text-anchor': 'middle' }),
      ),
    svgText((left + right) / 2, bottom + 31, 'similarity', { ...MUTED, 'text-anchor': 'middle' }),
    ...(first ? [svgText(panel.x + 4, top - 14, 'relative performance, %', MUTED)] : []),
  ];
}

/** Numbers beside the points furthest from the line; below the axis the pairs that they stand for. */
function outlierLabels(report: TransferReport, panel: IndicatorPanel): readonly SvgNode[] {
  const { outliers, left, right, bottom } = panel;
  const letters = Math.floor((right - left + 24) / 6.4);
  const taken: IndicatorEnd[] = [];
  return outliers.flatMap((point, i) => {
    const { x, y } = freePlace(point, taken);
    taken.push({ x, y });
    const text = `${i + 1}  ${pairName(report, point)}`;
    return [
      svgText(x, y, String(i + 1), {
        'font-size': SMALL,
        'font-weight': 600,
        fill: colour('ink'),
        'text-anchor': 'middle',
        'paint-order': 'stroke',
        stroke: colour('surface'),
        'stroke-width': 2.5,
      }),
      svgText(left, bottom + KEY_TOP + i * KEY_LINE, shorten(text, letters), {
        'font-size': SMALL,
        fill: colour('ink'),
      }),
    ];
  });
}

function freePlace(point: IndicatorEnd, taken: readonly IndicatorEnd[]): IndicatorEnd {
  const places = NUMBER_PLACES.map(([x, y]) => ({ x: point.x + x, y: point.y + y }));
  const free = places.find((place) =>
    taken.every((other) => Math.hypot(other.x - place.x, other.y - place.y) >= NUMBER_APART),
  );
  return free ?? places[0];
}

/** Rings around the points of a pair, or of all pairs with a task, in every panel. */
export function indicatorHighlight(
  layout: IndicatorLayout,
  task: number | null,
  hover: TaskPair | null,
  locked: TaskPair | null,
): SvgNode {
  const ring = ({ x, y }: IndicatorPoint, radius: number, width: number): SvgNode =>
    svg('circle', { cx: x, cy: y, r: radius, fill: 'none', stroke: colour('ink'), 'stroke-width': width });
  return svg(
    'g',
    { class: 'marks' },
    layout.panels.flatMap(({ points }) =>
      points.flatMap((point) => {
        if (samePair(point, locked)) return [ring(point, 7.5, 2.5)];
        if (samePair(point, hover)) return [ring(point, 7.5, 1.5)];
        const ofTask = hover === null && task !== null && (point.source === task || point.target === task);
        return ofTask ? [ring(point, 5.5, 1)] : [];
      }),
    ),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
