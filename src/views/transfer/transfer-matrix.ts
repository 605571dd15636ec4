/** The transfer matrix: a row each target, a column each source, a square cell each pair. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { Ramp } from '../colour-ramps.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { meanOf, shorten, type TaskPair } from './estimate-text.ts';
import { matrixLayout, MATRIX_LEGEND, SLANT, type MatrixLayout } from './matrix-layout.ts';
import { cornerTick, hatch, matrixLegend, plusSign } from './matrix-legend.ts';
import type { MatrixOrder } from './matrix-order.ts';
import { cellText } from './matrix-words.ts';
import {
  isUnsteady,
  measureFill,
  measureRamp,
  MEASURES,
  percentOfCell,
  readableOn,
  type TransferMeasure,
} from './transfer-measure.ts';

export interface MatrixInput {
  readonly report: TransferReport;
  readonly measure: TransferMeasure;
  readonly order: MatrixOrder;
}

/** What is pointed at or locked, by positions in the report's `tasks`. */
export interface MatrixMarks {
  readonly task: number | null;
  readonly hover: TaskPair | null;
  readonly locked: TaskPair | null;
}

/** A smaller cell has its number in the readout only. */
export const NUMBER_CELL = 28;
const SMALL = 11;

export function transferMatrix(input: MatrixInput, width: number, palette: Palette): SvgNode {
  const { report, measure } = input;
  const layout = matrixLayout(report, input.order, width);
  const ramp = measureRamp(measure, palette);
  const { height, order } = layout;
  const cells = order.flatMap((target, row) =>
    order.map((source, column) => matrixCell(input, layout, ramp, { row, column, target, source })),
  );
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Matrix of ${MEASURES[measure].name}: ${order.length} targets × ${order.length} sources`,
    },
    [
      svg('g', { class: 'legend' }, matrixLegend(measure, ramp, width)),
      svg('g', { class: 'axes' }, axes(report, layout)),
      svg('g', { transform: `translate(${round(layout.left)},${round(layout.top)})` }, [
        ...cells,
        ...means(input, layout, ramp),
      ]),
    ],
  );
}

interface Slot extends TaskPair {
  readonly row: number;
  readonly column: number;
}

function matrixCell(
  { report, measure }: MatrixInput,
  { offsets, cell: size }: MatrixLayout,
  ramp: Ramp,
  { row, column, target, source }: Slot,
): SvgNode {
  const cell = report.cells[target][source];
  const percent = percentOfCell(cell, measure);
  const x = offsets[column];
  const y = offsets[row];
  const fill = percent === null ? 'none' : measureFill(measure, percent, ramp);
  const ink = percent === null ? colour('ink') : readableOn(fill);
  // The outline of the diagonal lies inside, so that all cells stay squares of one size.
  const own = source === target;
  return svg('g', { 'data-pair': `${source},${target}` }, [
    svg('title', {}, [cellText(report, { source, target })]),
    svg('rect', { x, y, width: size - 1, height: size - 1, fill }),
    ...(percent === null ? [hatch(x, y, size - 1)] : []),
    ...(own
      ? [
          svg('rect', {
            class: 'own',
            x: x + 1,
            y: y + 1,
            width: size - 3,
            height: size - 3,
            fill: 'none',
            stroke: ink,
            'stroke-width': 1.5,
          }),
        ]
      : []),
    ...(percent !== null && percent > 100.05 && !MEASURES[measure].signed ? [plusSign(x, y, size, ink)] : []),
    ...(isUnsteady(cell, measure) ? [cornerTick(x, y, size - 1, ink)] : []),
    ...(percent !== null && size >= NUMBER_CELL ? [numberIn(x, y, size, percent, ink)] : []),
  ]);
}

function numberIn(x: number, y: number, size: number, percent: number, fill: string): SvgNode {
  return svgText(x + (size - 1) / 2, y + size / 2 + 4, wholePercent(percent), {
    'text-anchor': 'middle',
    'font-size': size >= 36 ? 12 : SMALL,
    fill,
  });
}

function wholePercent(percent: number): string {
  return String(Math.round(percent) + 0).replace('-', '−');
}

function axes(report: TransferReport, layout: MatrixLayout): readonly SvgNode[] {
  const { order, offsets, cell, left, top, side, letters, upright } = layout;
  // Rows that are lower than the type would print names over one another.
  const label = { 'font-size': Math.max(10, Math.min(12, cell)), fill: colour('ink') } as const;
  const title = { 'font-size': SMALL, 'font-weight': 600, fill: colour('muted') } as const;
  const names = order.flatMap((task, i) => {
    const name = shorten(report.tasks[task].name, letters);
    const middle = offsets[i] + cell / 2;
    const x = left + middle + (upright ? 4 : 2);
    const y = top - 6;
    const angle = upright ? -90 : SLANT.degrees;
    return [
      svgText(left - 6, top + middle + 4, name, { ...label, 'text-anchor': 'end' }),
      svgText(x, y, name, { ...label, transform: `rotate(${angle} ${round(x)} ${round(y)})` }),
    ];
  });
  const low = top + Math.max(side / 2, 60);
  return [
    svgText(left, MATRIX_LEGEND + 12, 'source: whose soft prompt', title),
    svgText(12, low, 'target: on which task', {
      ...title,
      'text-anchor': 'middle',
      transform: `rotate(-90 12 ${round(low)})`,
    }),
    ...names,
  ];
}

/** Means of rows and columns without the diagonal, in the margins. */
function means(
  { report, measure }: MatrixInput,
  { order, offsets, cell: size, margin }: MatrixLayout,
  ramp: Ramp,
): readonly SvgNode[] {
  const meanOver = (of: (other: number) => TaskPair): number | null =>
    meanOf(
      order.flatMap((other) => {
        const { source, target } = of(other);
        const percent = source === target ? null : percentOfCell(report.cells[target][source], measure);
        return percent === null ? [] : [percent];
      }),
    );
  const strip = (mean: number | null, x: number, y: number, name: string): SvgNode => {
    const fill = mean === null ? 'none' : measureFill(measure, mean, ramp);
    return svg('g', { class: 'mean' }, [
      svg('title', {}, [`${name}: ${mean === null ? 'not measured' : `${mean.toFixed(1)} %`}`]),
      svg('rect', { x, y, width: size - 1, height: size - 1, fill, rx: 3 }),
      ...(mean === null ? [hatch(x, y, size - 1)] : []),
      ...(mean !== null && size >= NUMBER_CELL ? [numberIn(x, y, size, mean, readableOn(fill))] : []),
    ]);
  };
  return [
    svgText(-6, margin + size / 2 + 4, 'mean', {
      'text-anchor': 'end',
      'font-size': SMALL,
      fill: colour('muted'),
    }),
    ...order.flatMap((task, i) => {
      const { name } = report.tasks[task];
      return [
        strip(
          meanOver((source) => ({ source, target: task })),
          margin,
          offsets[i],
          `Mean on ${name}`,
        ),
        strip(
          meanOver((target) => ({ source: task, target })),
          offsets[i],
          margin,
          `Mean of ${name}`,
        ),
      ];
    }),
  ];
}

/** Outlines over the matrix: the row and column of a task or pair, the cell pointed at or locked. */
export function matrixHighlight(layout: MatrixLayout, { task, hover, locked }: MatrixMarks): SvgNode {
  const { left, top, offsets, order, cell, margin } = layout;
  const offsetOf = (wanted: number): number => offsets[order.indexOf(wanted)];
  const band = (row: number | null, column: number | null): readonly SvgNode[] => {
    const common = { fill: 'none', stroke: colour('muted'), 'stroke-width': 1, rx: 2 } as const;
    const length = margin + cell;
    return [
      ...(row === null
        ? []
        : [
            svg('rect', {
              x: left - 2,
              y: top + offsetOf(row) - 2,
              width: length + 3,
              height: cell + 3,
              ...common,
            }),
          ]),
      ...(column === null
        ? []
        : [
            svg('rect', {
              x: left + offsetOf(column) - 2,
              y: top - 2,
              width: cell + 3,
              height: length + 3,
              ...common,
            }),
          ]),
    ];
  };
  const outline = (pair: TaskPair, dashed: boolean): SvgNode =>
    svg('rect', {
      x: left + offsetOf(pair.source) - 1.5,
      y: top + offsetOf(pair.target) - 1.5,
      width: cell + 2,
      height: cell + 2,
      fill: 'none',
      stroke: colour('ink'),
      'stroke-width': dashed ? 1.5 : 3,
      ...(dashed ? { 'stroke-dasharray': '3 2' } : {}),
    });
  const pair = hover ?? locked;
  return svg('g', { class: 'marks' }, [
    ...(pair === null ? band(task, task) : band(pair.target, pair.source)),
    ...(locked === null ? [] : [outline(locked, false)]),
    ...(hover === null ? [] : [outline(hover, true)]),
  ]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
