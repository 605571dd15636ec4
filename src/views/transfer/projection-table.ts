/** A projector's prompts on the target PLM against every control, a row each task. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { Estimate, ProjectionRow, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { Cell, TableTwin } from '../table-twin.ts';
import { estimateText, isKnown, shorten } from './estimate-text.ts';
import { rounded } from './matrix-words.ts';
import { collapseText, projectionName, projectionText, type ProjectionInput } from './projection-words.ts';

export type ProjectionColumn = Exclude<keyof ProjectionRow, 'target' | 'trained'>;

interface ColumnStyle {
  readonly name: string;
  readonly ink: keyof Palette;
  /** Path around the middle of the mark. */
  readonly mark: string;
  readonly filled: boolean;
}

/** Shape and colour say the same; references are upright bars, what is projected are bodies. */
export const PROJECTION_COLUMNS: Readonly<Record<ProjectionColumn, ColumnStyle>> = {
  projected: {
    name: 'projected',
    ink: 'prompted',
    mark: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
    filled: true,
  },
  otherTask: {
    name: 'other task projected',
    ink: 'otherTask',
    mark: 'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z',
    filled: true,
  },
  shuffled: {
    name: 'tokens shuffled',
    ink: 'muted',
    mark: 'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z',
    filled: false,
  },
  noise: { name: 'noise projected', ink: 'muted', mark: 'M0 -5l5 9h-10z', filled: false },
  zero: { name: 'zero projected', ink: 'muted', mark: 'M-4 -4h8v8h-8z', filled: false },
  own: { name: 'own prompt', ink: 'ink', mark: 'M-1.2 -9h2.4v18h-2.4z', filled: true },
  random: {
    name: 'random prompt',
    ink: 'muted',
    mark: 'M-1 -9h2v4h-2zM-1 -2h2v4h-2zM-1 5h2v4h-2z',
    filled: true,
  },
};

export const PROJECTION_KEYS = Object.keys(PROJECTION_COLUMNS) as readonly ProjectionColumn[];

const ROW = 30;
const AXIS = 40;
const KEY = { width: 150, height: 20 } as const;
const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;
const NARROW = 480;

export interface ProjectionLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly letters: number;
  readonly x: ScaleLinear<number, number>;
}

export function projectionLayout({ report, projection }: ProjectionInput, width: number): ProjectionLayout {
  const longest = Math.max(6, ...report.tasks.map(({ name }) => name.length));
  const letters = Math.min(longest, width < NARROW ? 11 : 20);
  const left = letters * 7 + 62;
  const perLine = Math.max(1, Math.floor(width / KEY.width));
  const top = Math.ceil(PROJECTION_KEYS.length / perLine) * KEY.height + 12;
  const values = projection.rows.flatMap((row) =>
    PROJECTION_KEYS.flatMap((key) => {
      const estimate = row[key];
      return !isKnown(estimate)
        ? []
        : [estimate.mean, estimate.interval?.low ?? estimate.mean, estimate.interval?.high ?? estimate.mean];
    }),
  );
  return {
    width,
    height: top + projection.rows.length * ROW + AXIS,
    left,
    top,
    letters,
    x: scaleLinear()
      .domain(values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)])
      .nice(4)
      .range([left + 8, width - 12]),
  };
}

export function projectionTable(input: ProjectionInput, width: number): SvgNode {
  const { report, projection } = input;
  const layout = projectionLayout(input, width);
  const { height, top } = layout;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': projectionText(input).title,
    },
    [
      svg('g', { class: 'legend' }, legend(width)),
      ...axis(layout, projection.rows.length),
      ...projection.rows.map((row, i) => rowNode(report, row, layout, top + (i + 0.5) * ROW)),
    ],
  );
}

function legend(width: number): readonly SvgNode[] {
  const perLine = Math.max(1, Math.floor(width / KEY.width));
  return PROJECTION_KEYS.map((key, i) =>
    svg(
      'g',
      {
        transform: `translate(${(i % perLine) * KEY.width + 8},${Math.floor(i / perLine) * KEY.height + 10})`,
      },
      [markOf(key, 0, 0), svgText(12, 4, PROJECTION_COLUMNS[key].name, MUTED)],
    ),
  );
}

function markOf(key: ProjectionColumn, x: number, y: number): SvgNode {
  const { ink, mark, filled } = PROJECTION_COLUMNS[key];
  return svg('path', {
    class: key,
    d: mark,
    transform: `translate(${Math.round(x * 10) / 10},${Math.round(y * 10) / 10})`,
    ...(filled
      ? { fill: colour(ink) }
      : { fill: colour('surface'), stroke: colour(ink), 'stroke-width': 1.5 }),
  });
}

function axis({ x, left, width, top }: ProjectionLayout, rows: number): readonly SvgNode[] {
  const bottom = top + rows * ROW;
  return [
    ...x
      .ticks(Math.max(2, Math.floor((width - left) / 70)))
      .flatMap((tick) => [
        svg('line', { x1: x(tick), x2: x(tick), y1: top, y2: bottom, stroke: colour('rule') }),
        svgText(x(tick), bottom + 15, x.tickFormat(5, '%')(tick), { ...MUTED, 'text-anchor': 'middle' }),
      ]),
    svgText((left + width) / 2, bottom + 31, 'accuracy on the target PLM', {
      ...MUTED,
      'text-anchor': 'middle',
    }),
  ];
}

function rowNode(
  report: TransferReport,
  row: ProjectionRow,
  { x, left, width, letters }: ProjectionLayout,
  y: number,
): SvgNode {
  const interval = isKnown(row.projected) ? row.projected.interval : null;
  // The projected one lies on top; the controls are what it is to be seen against.
  const drawn = [...PROJECTION_KEYS].reverse().flatMap((key) => {
    const estimate = row[key];
    return isKnown(estimate) ? [markOf(key, x(estimate.mean), y)] : [];
  });
  return svg('g', { 'data-target': row.target }, [
    svg('title', {}, [rowText(report, row)]),
    svg('line', { x1: 0, x2: width, y1: y + ROW / 2, y2: y + ROW / 2, stroke: colour('rule') }),
    svgText(4, y + 4, shorten(report.tasks[row.target].name, letters), {
      'font-size': 12,
      fill: colour('ink'),
    }),
    svgText(left - 4, y + 4, row.trained ? 'trained' : 'held out', {
      ...MUTED,
      'text-anchor': 'end',
      ...(row.trained ? {} : { 'font-style': 'italic' }),
    }),
    ...(interval === null
      ? []
      : [
          svg('line', {
            x1: x(interval.low),
            x2: x(interval.high),
            y1: y,
            y2: y,
            stroke: colour('prompted'),
            'stroke-width': 2.5,
          }),
        ]),
    ...drawn,
  ]);
}

export function rowText(report: TransferReport, row: ProjectionRow): string {
  const values = PROJECTION_KEYS.map(
    (key) => `${PROJECTION_COLUMNS[key].name} ${estimateText(row[key], 'share')}`,
  );
  return `${report.tasks[row.target].name} (${row.trained ? 'trained' : 'held out'}): ${values.join('; ')}.`;
}

/** The row under a point; null beside the rows. */
export function projectionRowAt({ top }: ProjectionLayout, count: number, y: number): number | null {
  const row = Math.floor((y - top) / ROW);
  return row >= 0 && row < count ? row : null;
}

export function projectionMark({ top, width }: ProjectionLayout, row: number, locked: boolean): SvgNode {
  return svg('rect', {
    x: 1,
    y: top + row * ROW + 1,
    width: width - 2,
    height: ROW - 2,
    fill: 'none',
    stroke: colour('ink'),
    'stroke-width': locked ? 2 : 1,
    ...(locked ? {} : { 'stroke-dasharray': '3 2' }),
  });
}

export function projectionTwin(input: ProjectionInput): TableTwin {
  const { report, projection } = input;
  const spread = (estimate: Estimate | null): readonly Cell[] => [
    rounded(estimate?.mean),
    rounded(estimate?.interval?.low),
    rounded(estimate?.interval?.high),
  ];
  return {
    caption: `${projectionName(projection)}: accuracies. ${collapseText(input).text}`,
    columns: [
      'task',
      'in training',
      ...PROJECTION_KEYS.flatMap((key) => {
        const { name } = PROJECTION_COLUMNS[key];
        return [name, `${name} low`, `${name} high`];
      }),
    ],
    rows: projection.rows.map((row) => [
      report.tasks[row.target].name,
      row.trained ? 'trained' : 'held out',
      ...PROJECTION_KEYS.flatMap((key) => spread(row[key])),
    ]),
  };
}
