/** The closed form beside what the paper publishes of its parts of T5: whether costs are counted alike. */
import type { PublishedSaving } from '../../experiment/progressive/published-savings.ts';
import { scaleLinear } from 'd3';
import { inked, type Finding } from '../finding.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

export const PUBLISHED_TITLE = 'Does the closed form give the published costs?';

/** A published part with its cost by the closed form, a share of the whole. */
export interface ComparedSaving extends PublishedSaving {
  readonly closedForm: number;
}

const REDUCED = { depth: 'layers', width: 'neurons', both: 'layers and neurons' } as const;

const partName = ({ reduce, share }: PublishedSaving): string =>
  `${String(Math.round(100 * share))} % of ${REDUCED[reduce]}`;

/** Farthest that the closed form is off, in points. */
const farthest = (savings: readonly ComparedSaving[]): number =>
  100 * Math.max(0, ...savings.map(({ flops, closedForm }) => Math.abs(flops - closedForm)));

export const publishedFinding = (savings: readonly ComparedSaving[]): Finding => [
  'The closed form is within ',
  inked('flow', formatValue(farthest(savings), 1)),
  ' points of the FLOPs that the paper gives for its parts of T5-Large.',
];

export const publishedText = (): FigureText => ({
  title: PUBLISHED_TITLE,
  facts: 'T5-Large, 24 + 24 layers of 2,816 neurons, five tasks · Huang et al. 2022, table 1',
  howToRead:
    'Each row: a part of the model. Ring: its published cost, dot: the closed form, cross: the published seconds.',
});

const ROW = 26;
const TOP = 30;
const LEFT = 170;
const RIGHT = 30;
const TEXT = { 'font-size': 12.5, fill: colour('muted') } as const;
const CROSS = 'M-4 -4l8 8M-4 4l8 -8';

export function publishedFigure(savings: readonly ComparedSaving[], width: number): SvgNode {
  const bottom = TOP + savings.length * ROW;
  const height = bottom + 40;
  const x = scaleLinear([0, 1], [LEFT, width - RIGHT]);
  const ring = { r: 5.5, fill: colour('surface'), stroke: colour('ink'), 'stroke-width': 1.6 } as const;
  const cross = { d: CROSS, stroke: colour('muted'), 'stroke-width': 1.8, fill: 'none' } as const;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': PUBLISHED_TITLE },
    [
      svg('circle', { cx: 8, cy: 11, ...ring }),
      svgText(20, 15, 'published FLOPs', TEXT),
      svg('circle', { cx: 146, cy: 11, r: 4, fill: colour('flow') }),
      svgText(156, 15, 'closed form', TEXT),
      svg('path', { ...cross, transform: 'translate(252,11)' }),
      svgText(262, 15, 'published seconds', TEXT),
      ...x
        .ticks(5)
        .flatMap((tick) => [
          svg('line', { x1: x(tick), x2: x(tick), y1: TOP, y2: bottom, stroke: colour('rule') }),
          svgText(x(tick), bottom + 17, String(Math.round(100 * tick)), { ...TEXT, 'text-anchor': 'middle' }),
        ]),
      ...savings.flatMap((saving, row) => {
        const y = TOP + (row + 0.5) * ROW;
        return [
          svgText(LEFT - 10, y + 4, partName(saving), { ...TEXT, 'text-anchor': 'end' }),
          svg('circle', { class: 'published', cx: x(saving.flops), cy: y, ...ring }),
          svg('circle', {
            class: 'closed-form',
            cx: x(saving.closedForm),
            cy: y,
            r: 3.5,
            fill: colour('flow'),
          }),
          svg('path', {
            ...cross,
            transform: `translate(${String(Math.round(x(saving.seconds)))},${String(y)})`,
          }),
        ];
      }),
      svgText(width - RIGHT, height - 4, 'cost, % of the whole model', { ...TEXT, 'text-anchor': 'end' }),
    ],
  );
}

export function publishedTable(savings: readonly ComparedSaving[]): TableTwin {
  const percent = (share: number, digits = 0): string => formatValue(100 * share, digits);
  return {
    caption: PUBLISHED_TITLE,
    columns: [
      'part',
      'published FLOPs, %',
      'closed form, %',
      'published seconds, %',
      'lost by training on it alone, points',
    ],
    rows: savings.map((saving) => [
      partName(saving),
      percent(saving.flops),
      percent(saving.closedForm, 1),
      percent(saving.seconds),
      formatValue(saving.lost, 2),
    ]),
  };
}
