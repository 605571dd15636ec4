/** Where everything of the matrix is: for drawing, for the pointer, for the arrow keys. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from './estimate-text.ts';
import { orderTasks, type MatrixOrder } from './matrix-order.ts';

export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  /** Positions in the report's `tasks`, first row and column first. */
  readonly order: readonly number[];
  /** Left edge of each column from `left`, and top edge of each row from `top`. */
  readonly offsets: readonly number[];
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  /** Length of a side of the square of all cells. */
  readonly side: number;
  /** Offset of the margins with the means, from `left` and from `top`. */
  readonly margin: number;
  /** Letters that fit into a label. */
  readonly letters: number;
  /** Whether the names of the columns stand upright, for want of width. */
  readonly upright: boolean;
}

export const MATRIX_LEGEND = 62;
const FAMILY_GAP = 8;
const MARGIN_GAP = 8;
const AXIS_TITLE = 20;
const LETTER = 7;
const MOST_LETTERS = 18;
const NARROW = 480;
const LARGEST_CELL = 46;
const SMALLEST_CELL = 9;
/** How far to the right a slanted name leans, and how high it reaches, as shares of its length. */
export const SLANT = { degrees: -55, across: 0.57, up: 0.82 } as const;

export function matrixLayout(report: TransferReport, order: MatrixOrder, width: number): MatrixLayout {
  const tasks = orderTasks(report, order);
  const longest = Math.max(4, ...report.tasks.map(({ name }) => name.length));
  const letters = Math.min(longest, width < NARROW ? 11 : MOST_LETTERS);
  const label = letters * LETTER + 8;
  const left = AXIS_TITLE + label;
  const gaps = tasks.gapBefore.filter(Boolean).length * FAMILY_GAP;
  const count = tasks.order.length;
  // One cell more for the means; a slanted last name leans over them.
  const room = width - left - gaps - MARGIN_GAP - 4;
  const cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(room / (count + 1))));
  const upright = cell * 1.5 + MARGIN_GAP < label * SLANT.across;
  let at = 0;
  const offsets = tasks.order.map((_, i) => {
    if (i > 0) at += cell;
    if (tasks.gapBefore[i]) at += FAMILY_GAP;
    return at;
  });
  const side = at + cell;
  const top = MATRIX_LEGEND + AXIS_TITLE + (upright ? label : label * SLANT.up + 4);
  const margin = side + MARGIN_GAP;
  const height = top + margin + cell + 8;
  return { width, height, order: tasks.order, offsets, cell, left, top, side, margin, letters, upright };
}

/** The cell under a point; null beside the cells. */
export function pairAt(layout: MatrixLayout, x: number, y: number): TaskPair | null {
  const column = slotAt(layout, x - layout.left);
  const row = slotAt(layout, y - layout.top);
  return column === null || row === null ? null : { source: column, target: row };
}

/** The task whose name or mean is under a point beside the cells. */
export function taskAt(layout: MatrixLayout, x: number, y: number): number | null {
  const column = slotAt(layout, x - layout.left);
  const row = slotAt(layout, y - layout.top);
  if (column !== null && row === null) return column;
  return row !== null && column === null ? row : null;
}

function slotAt({ offsets, order, cell }: MatrixLayout, along: number): number | null {
  const slot = offsets.findIndex((offset) => along >= offset && along < offset + cell);
  return slot < 0 ? null : order[slot];
}

/** The pair that an arrow key leads to, as the cells are drawn; undefined for other keys. */
export function movePair(layout: MatrixLayout, pair: TaskPair | null, key: string): TaskPair | undefined {
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    Home: [-Infinity, 0],
    End: [Infinity, 0],
  };
  const move = moves[key];
  if (move === undefined) return undefined;
  const { order } = layout;
  if (pair === null) return { source: order[0], target: order[0] };
  const last = order.length - 1;
  const moved = (task: number, by: number): number =>
    order[Math.max(0, Math.min(last, order.indexOf(task) + by))];
  return { source: moved(pair.source, move[0]), target: moved(pair.target, move[1]) };
}
