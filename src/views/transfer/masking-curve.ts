/** Dose and response: accuracy of a task's soft prompt while a growing share of the neurons is switched off. */
import { area, line } from 'd3';
import type { MaskKind, MaskingPoint, MaskingReport } from '../../experiment/transfer/masking-report.ts';
import type { PairedDifference, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { TableTwin } from '../table-twin.ts';
import {
  estimateText,
  intervalText,
  isKnown,
  knownSeeds,
  minus,
  percentOf,
  shorten,
} from './estimate-text.ts';
import {
  KEY_ADVANCE,
  MASK_KINDS,
  MASK_NAMES,
  MASKING_PANEL,
  maskingLayout,
  maskingPanels,
  maskingText,
  RELATION_NAMES,
  type MaskingInput,
  type MaskingLayout,
  type MaskingPanelPlace,
} from './masking-layout.ts';
import { rounded } from './matrix-words.ts';

/** Colour, dash and mark say the same thing three times. */
const STYLES: Readonly<
  Record<MaskKind, { readonly ink: keyof Palette; readonly dash: string | null; readonly mark: string }>
> = {
  own: { ink: 'prompted', dash: null, mark: 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0' },
  'other-task': { ink: 'otherTask', dash: '7 3', mark: 'M0 -4.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z' },
  random: { ink: 'muted', dash: '2 3', mark: 'M-3 -3h6v6h-6z' },
};

const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;
export function maskingCurve(input: MaskingInput, width: number): SvgNode {
  const layout = maskingLayout(input, width);
  const { height } = layout;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': maskingText(input).title },
    [
      svg('g', { class: 'legend' }, legend(layout)),
      ...layout.places.map((place) => panelNode(input.report, layout, place)),
    ],
  );
}

function legend({ legendHeight }: MaskingLayout): readonly SvgNode[] {
  const stacked = legendHeight > 24;
  return MASK_KINDS.map((kind, i) =>
    svg(
      'g',
      { transform: stacked ? `translate(4,${10 + i * 22})` : `translate(${4 + i * KEY_ADVANCE},10)` },
      [strokeOf(kind, 'M0 0h26'), markOf(kind, 13, 0), svgText(32, 4, `off: ${MASK_NAMES[kind]}`, MUTED)],
    ),
  );
}

function strokeOf(kind: MaskKind, d: string): SvgNode {
  const { ink, dash } = STYLES[kind];
  return svg('path', {
    class: `mask-${kind}`,
    d,
    fill: 'none',
    stroke: colour(ink),
    'stroke-width': 2,
    ...(dash === null ? {} : { 'stroke-dasharray': dash }),
  });
}

function markOf(kind: MaskKind, x: number, y: number): SvgNode {
  return svg('path', {
    d: STYLES[kind].mark,
    transform: `translate(${Math.round(x * 10) / 10},${Math.round(y * 10) / 10})`,
    fill: colour(STYLES[kind].ink),
  });
}

function panelNode(
  report: TransferReport,
  layout: MaskingLayout,
  { panel, left, right, top }: MaskingPanelPlace,
): SvgNode {
  const { x, y } = layout;
  const name = report.tasks[panel.target].name;
  const letters = Math.floor((right - left + MASKING_PANEL.left) / 6.6);
  return svg('g', { 'data-target': panel.target }, [
    svgText(
      left - MASKING_PANEL.left + 4,
      top - 10,
      shorten(`${RELATION_NAMES[panel.relation]}: on ${name}`, letters),
      {
        'font-size': 12,
        'font-weight': 600,
        fill: colour('ink'),
      },
    ),
    ...y
      .ticks(5)
      .flatMap((tick) => [
        svg('line', { x1: left, x2: right, y1: top + y(tick), y2: top + y(tick), stroke: colour('rule') }),
        svgText(left - 6, top + y(tick) + 4, y.tickFormat(5, '%')(tick), { ...MUTED, 'text-anchor': 'end' }),
      ]),
    svg('line', {
      x1: left,
      x2: right,
      y1: top + MASKING_PANEL.plot,
      y2: top + MASKING_PANEL.plot,
      stroke: colour('ink'),
    }),
    ...x.ticks(4).map((tick) =>
      svgText(left + x(tick), top + MASKING_PANEL.plot + 16, x.tickFormat(4, '%')(tick), {
        ...MUTED,
        'text-anchor': 'middle',
      }),
    ),
    svgText((left + right) / 2, top + MASKING_PANEL.plot + 31, 'neurons switched off', {
      ...MUTED,
      'text-anchor': 'middle',
    }),
    svg('g', { transform: `translate(${Math.round(left * 10) / 10},${top})` }, [
      ...allOffNodes(panel, right - left, layout),
      ...MASK_KINDS.map((kind) => bandNode(pointsOf(panel, kind), kind, layout)),
      ...[...MASK_KINDS].reverse().flatMap((kind) => lineNodes(pointsOf(panel, kind), kind, layout)),
    ]),
  ]);
}

function pointsOf({ points }: MaskingReport, kind: MaskKind): readonly MaskingPoint[] {
  return points.filter(({ mask }) => mask === kind).sort((a, b) => a.share - b.share);
}

function bandNode(points: readonly MaskingPoint[], kind: MaskKind, { x, y }: MaskingLayout): SvgNode {
  const band = area<MaskingPoint>()
    .digits(1)
    .defined(({ accuracy }) => accuracy.interval !== null)
    .x(({ share }) => x(share))
    .y0(({ accuracy }) => y(accuracy.interval?.low ?? accuracy.mean))
    .y1(({ accuracy }) => y(accuracy.interval?.high ?? accuracy.mean));
  return svg('path', {
    class: 'band',
    d: band(points) ?? '',
    fill: colour(STYLES[kind].ink),
    'fill-opacity': 0.16,
  });
}

/** A line across at the accuracy with every neuron off. */
function allOffNodes({ allOff }: MaskingReport, width: number, { y }: MaskingLayout): readonly SvgNode[] {
  if (!isKnown(allOff)) return [];
  const at = Math.round(10 * y(allOff.mean)) / 10;
  const text = `all neurons off: ${percentOf(allOff.mean, 'share').toFixed(1)} %`;
  return [
    svg('line', {
      class: 'all-off',
      x1: 0,
      x2: width,
      y1: at,
      y2: at,
      stroke: colour('ink'),
      'stroke-dasharray': '10 4',
    }),
    // Below the line, where the curves don't come, as far as there is room.
    svgText(width, at + SMALL + 4 < MASKING_PANEL.plot ? at + SMALL + 1 : at - 4, text, {
      ...MUTED,
      'text-anchor': 'end',
    }),
  ];
}

function lineNodes(
  points: readonly MaskingPoint[],
  kind: MaskKind,
  { x, y }: MaskingLayout,
): readonly SvgNode[] {
  const path = line<MaskingPoint>()
    .digits(1)
    .x(({ share }) => x(share))
    .y(({ accuracy }) => y(accuracy.mean));
  return [
    strokeOf(kind, path(points) ?? ''),
    ...points.map(({ share, accuracy }) => markOf(kind, x(share), y(accuracy.mean))),
  ];
}

/** What a panel has at a share: the accuracies, and how far the own mask is below the random one. */
export function maskingReading(report: TransferReport, panel: MaskingReport, share: number): string {
  const at = (kind: MaskKind): MaskingPoint | undefined =>
    panel.points.find((point) => point.mask === kind && point.share === share);
  const parts = MASK_KINDS.flatMap((kind) => {
    const point = at(kind);
    return point === undefined ? [] : [`${MASK_NAMES[kind]} ${estimateText(point.accuracy, 'share')}`];
  });
  const found = panel.differences.find((one) => one.share === share);
  const drop = found === undefined ? '' : ` Own − random: ${differenceText(found.difference)}.`;
  const off = panel.allOff === null ? '' : ` All neurons off: ${estimateText(panel.allOff, 'share')}.`;
  return `On ${report.tasks[panel.target].name}, ${(share * 100).toFixed(0)} % off: ${parts.join('; ')}.${drop}${off}`;
}

/** Such as `−6.3 points [−8.6, −4.0]`. */
const differenceText = ({ mean, interval }: PairedDifference): string =>
  `${minus((100 * mean).toFixed(1))} points ${intervalText(interval, 'share')}`;

/** A line at the share pointed at, in one panel. */
export function maskingHair({ x }: MaskingLayout, { left, top }: MaskingPanelPlace, share: number): SvgNode {
  const at = left + x(share);
  return svg('line', { x1: at, x2: at, y1: top, y2: top + MASKING_PANEL.plot, stroke: colour('ink') });
}

export function maskingTable(input: MaskingInput): TableTwin {
  const { report } = input;
  return {
    caption: maskingText(input).title,
    columns: ['target', 'relation', 'mask', 'share off', 'accuracy', 'low', 'high', 'seeds', 'rows'],
    rows: maskingPanels(input).flatMap(({ target, relation, rows, points, differences, allOff }) => [
      ...points.map(({ mask, share, accuracy }) => [
        report.tasks[target].name,
        RELATION_NAMES[relation],
        MASK_NAMES[mask],
        rounded(share),
        rounded(accuracy.mean),
        rounded(accuracy.interval?.low),
        rounded(accuracy.interval?.high),
        knownSeeds(accuracy).length,
        rows,
      ]),
      ...differences.map(({ share, difference: { mean, interval } }) => [
        report.tasks[target].name,
        RELATION_NAMES[relation],
        'own − random',
        rounded(share),
        rounded(mean),
        rounded(interval.low),
        rounded(interval.high),
        null,
        rows,
      ]),
      ...(allOff === null
        ? []
        : [
            [
              report.tasks[target].name,
              RELATION_NAMES[relation],
              'all neurons',
              1,
              rounded(allOff.mean),
              rounded(allOff.interval?.low),
              rounded(allOff.interval?.high),
              knownSeeds(allOff).length,
              rows,
            ],
          ]),
    ]),
  };
}

/** Around a panel whose pair is pointed at or locked in another figure. */
export function maskingPanelOutline({ left, right, top }: MaskingPanelPlace): SvgNode {
  return svg('rect', {
    x: left - MASKING_PANEL.left + 1,
    y: top - MASKING_PANEL.head + 1,
    width: right - left + MASKING_PANEL.left + MASKING_PANEL.right - 2,
    height: MASKING_PANEL.head + MASKING_PANEL.plot + MASKING_PANEL.foot - 8,
    fill: 'none',
    stroke: colour('muted'),
  });
}
