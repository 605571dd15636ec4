/** The transfer matrix in blocks of families: what a foreign prompt brings, a cell each pair; own prompts framed. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { Ramp } from '../colour-ramps.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { minus, shorten, type TaskPair } from './estimate-text.ts';
import { blockLayout, type BlockLayout } from './block-layout.ts';
import { bareRows, blockLegend } from './block-marks.ts';
import { cellText } from './matrix-words.ts';
import { trainingLines, type TaskTraining } from './training-lines.ts';
import {
  measureFill,
  measureRamp,
  MEASURES,
  percentOfCell,
  readableOn,
  type TransferMeasure,
} from './transfer-measure.ts';

export interface BlockInput {
  readonly report: TransferReport;
  readonly measure: TransferMeasure;
  /** Its two names stand out. */
  readonly locked: TaskPair | null;
  /** A task each, while the sweep is under way. */
  readonly training: readonly TaskTraining[] | null;
}

/** A smaller cell has its number beside the figure only. */
const NUMBER_CELL = { width: 24, height: 15 } as const;
const RADIUS = 4;
const LABEL = 12.5;

export function blockMatrix(
  input: BlockInput,
  size: { readonly width: number; readonly room: number | null },
  palette: Palette,
): SvgNode {
  const { report, measure } = input;
  const layout = blockLayout(report, measure, size.width, size.room);
  const ramp = measureRamp(measure, palette);
  const { width, height, rows, columns } = layout;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Matrix of ${MEASURES[measure].plain}: ${report.tasks.length} targets × ${columns.length} sources`,
    },
    [
      svg('g', { class: 'axes' }, axes(input, layout)),
      ...rows.flatMap(({ target, y }) =>
        columns.map(({ source, x }) => blockCell(input, layout, ramp, { source, target, x, y })),
      ),
      svg('g', { class: 'frames' }, frames(layout)),
      svg('g', { class: 'bare' }, bareRows(report, layout)),
      svg('g', { class: 'legend' }, blockLegend(measure, ramp, layout)),
    ],
  );
}

interface Slot extends TaskPair {
  readonly x: number;
  readonly y: number;
}

function blockCell(
  { report, measure, training }: BlockInput,
  { cell }: BlockLayout,
  ramp: Ramp,
  { source, target, x, y }: Slot,
): SvgNode {
  const measured = report.cells[target][source];
  const percent = percentOfCell(measured, measure);
  const isOwn = source === target;
  const box = { x, y, width: cell.width, height: cell.height, rx: RADIUS };
  const title = svg('title', {}, [cellText(report, { source, target })]);
  const group = (children: readonly SvgNode[]): SvgNode =>
    svg('g', { 'data-pair': `${source},${target}` }, [title, ...children]);
  const frame = svg('rect', {
    ...box,
    class: 'own',
    x: x + 0.75,
    y: y + 0.75,
    width: cell.width - 1.5,
    height: cell.height - 1.5,
    fill: 'none',
    stroke: colour('ink'),
    'stroke-width': 1.5,
  });
  if (isOwn && training !== null && training[target].losses.length > 0) {
    const accuracy = percentOfCell(measured, 'accuracy');
    return group([
      svg('rect', { ...box, fill: colour('surface') }),
      ...trainingLines(training[target], box),
      ...(training[target].isNow ? [nowFrame(frame)] : [frame]),
      ...(accuracy === null ? [] : [ownNumber(box, accuracy)]),
    ]);
  }
  if (isOwn && training?.[target].isNow === true)
    return group([...trainingLines(training[target], box), nowFrame(frame)]);
  if (percent === null)
    return group([
      svg('rect', {
        ...box,
        class: 'missing',
        fill: 'none',
        stroke: colour('rule'),
        ...(isOwn ? {} : { 'stroke-dasharray': '3 3' }),
      }),
    ]);
  // The share of the own prompt is 100 % by definition: it says nothing, so it has no colour.
  if (isOwn && measure !== 'accuracy')
    return group([
      svg('rect', { ...box, fill: colour('surface') }),
      frame,
      ...inCell(box, 'own', colour('muted'), 400),
    ]);
  const fill = measureFill(measure, percent, ramp);
  return group([
    svg('rect', { ...box, fill }),
    ...(isOwn ? [frame] : []),
    ...inCell(box, wholePercent(percent), readableOn(fill), 600),
  ]);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words in the middle of a cell, where they have room. */
function inCell(
  { x, y, width, height }: Box,
  text: string,
  fill: string,
  weight: number,
): readonly SvgNode[] {
  if (width < NUMBER_CELL.width || height < NUMBER_CELL.height) return [];
  const size = width >= 48 && height >= 30 ? 15 : 12;
  return [
    svgText(x + width / 2, y + height / 2 + size * 0.36, text, {
      'text-anchor': 'middle',
      'font-size': size,
      'font-weight': weight,
      fill,
    }),
  ];
}

function nowFrame(frame: SvgNode): SvgNode {
  return { ...frame, attributes: { ...frame.attributes, stroke: colour('prompted'), 'stroke-width': 2.4 } };
}

/** Accuracy of the own prompt, in the corner that falling losses leave free. */
function ownNumber({ x, y, width }: Box, percent: number): SvgNode {
  return svgText(x + width - 5, y + 15, wholePercent(percent), {
    'text-anchor': 'end',
    'font-size': 12,
    'font-weight': 600,
    fill: colour('ink'),
  });
}

/** In whole per cent, with a true minus; nothing is minus nought. */
function wholePercent(percent: number): string {
  return minus(String(Math.round(percent) + 0));
}

function axes({ report, locked }: BlockInput, layout: BlockLayout): readonly SvgNode[] {
  const { left, top, columns, rows, bare, cell, letters, bareHeight, bareText, isNarrow } = layout;
  const title = { 'font-size': LABEL, fill: colour('muted') } as const;
  const nameOf = (task: number, most: number): string => shorten(report.tasks[task].name, most);
  const look = (isLocked: boolean): Record<string, string | number> => ({
    'font-size': LABEL,
    'font-weight': isLocked ? 650 : 400,
    fill: colour('ink'),
  });
  const gap = isNarrow ? 7 : 10;
  const strips = bareText === null ? bare : [];
  return [
    svgText(left, 14, 'prompt trained on', title),
    svgText(left - gap, top - 10, 'used on', { ...title, 'text-anchor': 'end' }),
    ...columns.map(({ source, x }) => {
      const at = [Math.round(x + cell.width / 2 - 4), top - 10] as const;
      return svgText(at[0], at[1], nameOf(source, letters.column), {
        ...look(source === locked?.source),
        transform: `rotate(-45 ${String(at[0])} ${String(at[1])})`,
      });
    }),
    ...rows.map(({ target, y }) =>
      svgText(left - gap, y + cell.height / 2 + 4.5, nameOf(target, letters.row), {
        ...look(target === locked?.target),
        'text-anchor': 'end',
      }),
    ),
    ...strips.map(({ target, y }) =>
      svgText(left - gap, y + bareHeight / 2 + 4.5, nameOf(target, letters.row), {
        ...look(target === locked?.target),
        fill: colour('muted'),
        'text-anchor': 'end',
      }),
    ),
  ];
}

function frames({ frames: all }: BlockLayout): readonly SvgNode[] {
  return all.flatMap(({ family, pairs, x, y, width, height, isLabelled }) => [
    svg('rect', {
      class: 'family',
      x,
      y,
      width,
      height,
      rx: 6,
      fill: 'none',
      stroke: colour('sameType'),
      'stroke-width': 2.4,
    }),
    ...(isLabelled
      ? [
          svg(
            'text',
            { x, y: y + height + 15, 'font-size': LABEL, 'font-weight': 600, fill: colour('sameType') },
            [
              svg('title', {}, [`${pairs} ordered pairs of different tasks, all of the family “${family}”.`]),
              `same family: ${family}`,
            ],
          ),
        ]
      : []),
  ]);
}
