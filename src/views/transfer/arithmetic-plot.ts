/** Sums of a start and tasks’ vectors, a row each: their accuracy beside a random vector, the own prompt and no training. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { ArithmeticReport, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { TableTwin } from '../table-twin.ts';
import { arithmeticFinding, arithmeticText, expressionName } from './arithmetic-words.ts';
import { findingText } from '../finding.ts';
import { estimateText, isKnown, shorten } from './estimate-text.ts';
import { rounded } from './matrix-words.ts';

type Column = 'accuracy' | 'random' | 'own' | 'untrained';

interface ColumnStyle {
  readonly name: string;
  readonly ink: keyof Palette;
  /** Path around the middle of the mark. */
  readonly mark: string;
  readonly filled: boolean;
}

/** References are upright bars, what is added is a body; the last one lies on top. */
const COLUMNS: Readonly<Record<Column, ColumnStyle>> = {
  untrained: {
    name: 'untrained',
    ink: 'muted',
    mark: 'M-1 -9h2v4h-2zM-1 -2h2v4h-2zM-1 5h2v4h-2z',
    filled: true,
  },
  own: { name: 'own prompt', ink: 'ink', mark: 'M-1.2 -9h2.4v18h-2.4z', filled: true },
  random: { name: 'random vector', ink: 'muted', mark: 'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z', filled: false },
  accuracy: {
    name: 'tasks’ vectors',
    ink: 'prompted',
    mark: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
    filled: true,
  },
};

const KEYS = Object.keys(COLUMNS) as readonly Column[];

const ROW = 26;
const AXIS = 40;
const KEY = { width: 116, height: 20 } as const;
const NARROW = 480;
const MUTED = { 'font-size': 11, fill: colour('muted') } as const;

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly letters: number;
  readonly x: ScaleLinear<number, number>;
}

function layoutOf(report: TransferReport, width: number): Layout {
  const longest = Math.max(...report.arithmetic.map((one) => expressionName(report, one).length));
  const letters = Math.min(longest, width < NARROW ? 18 : 40);
  const left = letters * 6.6 + 12;
  const top = Math.ceil(KEYS.length / Math.max(1, Math.floor(width / KEY.width))) * KEY.height + 12;
  const values = report.arithmetic.flatMap((one) =>
    KEYS.flatMap((key) => {
      const estimate = one[key];
      return isKnown(estimate)
        ? [estimate.mean, estimate.interval?.low ?? estimate.mean, estimate.interval?.high ?? estimate.mean]
        : [];
    }),
  );
  return {
    width,
    height: top + report.arithmetic.length * ROW + AXIS,
    left,
    top,
    letters,
    x: scaleLinear()
      .domain(values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)])
      .nice(4)
      .range([left + 8, width - 12]),
  };
}

function markOf(key: Column, x: number, y: number): SvgNode {
  const { ink, mark, filled } = COLUMNS[key];
  return svg('path', {
    class: key,
    d: mark,
    transform: `translate(${Math.round(x * 10) / 10},${Math.round(y * 10) / 10})`,
    ...(filled
      ? { fill: colour(ink) }
      : { fill: colour('surface'), stroke: colour(ink), 'stroke-width': 1.5 }),
  });
}

function legend(width: number): readonly SvgNode[] {
  const perLine = Math.max(1, Math.floor(width / KEY.width));
  return KEYS.map((key, i) => {
    const [x, y] = [(i % perLine) * KEY.width + 8, Math.floor(i / perLine) * KEY.height + 10];
    return svg('g', { transform: `translate(${x},${y})` }, [
      markOf(key, 0, 0),
      svgText(12, 4, COLUMNS[key].name, MUTED),
    ]);
  });
}

function axis({ x, left, width, top }: Layout, rows: number): readonly SvgNode[] {
  const bottom = top + rows * ROW;
  return [
    ...x
      .ticks(Math.max(2, Math.floor((width - left) / 70)))
      .flatMap((tick) => [
        svg('line', { x1: x(tick), x2: x(tick), y1: top, y2: bottom, stroke: colour('rule') }),
        svgText(x(tick), bottom + 15, x.tickFormat(5, '%')(tick), { ...MUTED, 'text-anchor': 'middle' }),
      ]),
    svgText((left + width) / 2, bottom + 31, 'accuracy on the target', { ...MUTED, 'text-anchor': 'middle' }),
  ];
}

function rowText(report: TransferReport, one: ArithmeticReport): string {
  const values = [...KEYS].reverse().map((key) => `${COLUMNS[key].name} ${estimateText(one[key], 'share')}`);
  return `${expressionName(report, one)}: ${values.join('; ')}; ${one.rows} rows.`;
}

function rowNode(report: TransferReport, one: ArithmeticReport, layout: Layout, y: number): SvgNode {
  const { x, width, letters } = layout;
  const { interval } = one.accuracy;
  return svg('g', { 'data-scale': one.scale, 'data-onto': one.onto }, [
    svg('title', {}, [rowText(report, one)]),
    svg('line', { x1: 0, x2: width, y1: y + ROW / 2, y2: y + ROW / 2, stroke: colour('rule') }),
    svgText(4, y + 4, shorten(expressionName(report, one), letters), {
      'font-size': 12,
      fill: colour('ink'),
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
    ...KEYS.flatMap((key) => {
      const estimate = one[key];
      return isKnown(estimate) ? [markOf(key, x(estimate.mean), y)] : [];
    }),
  ]);
}

/** @param report with an expression at least */
export function arithmeticPlot(report: TransferReport, width: number): SvgNode {
  const layout = layoutOf(report, width);
  const { height, top } = layout;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': arithmeticText(report).title,
    },
    [
      svg('g', { class: 'legend' }, legend(width)),
      ...axis(layout, report.arithmetic.length),
      ...report.arithmetic.map((one, i) => rowNode(report, one, layout, top + (i + 0.5) * ROW)),
    ],
  );
}

export function arithmeticTable(report: TransferReport): TableTwin {
  const keys = [...KEYS].reverse();
  return {
    caption: `${arithmeticText(report).title} ${findingText(arithmeticFinding(report))}`,
    columns: [
      'prompt',
      'target',
      'rows',
      ...keys.flatMap((key) => {
        const { name } = COLUMNS[key];
        return [name, `${name} low`, `${name} high`];
      }),
      'vectors − random',
      'vectors − random low',
      'vectors − random high',
    ],
    rows: report.arithmetic.map((one) => [
      expressionName(report, one),
      report.tasks[one.target].name,
      one.rows,
      ...keys.flatMap((key) => {
        const estimate = one[key];
        return [rounded(estimate?.mean), rounded(estimate?.interval?.low), rounded(estimate?.interval?.high)];
      }),
      rounded(one.difference?.mean),
      rounded(one.difference?.interval.low),
      rounded(one.difference?.interval.high),
    ]),
  };
}
