/**
 * Where everything of the matrix in blocks is: a block a pair of families, a row each target that gained something. Targets
 * of which nothing can be recovered stand below, a strip each. For drawing, for the pointer, for the arrow keys.
 */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from './estimate-text.ts';
import { orderTasks } from './matrix-order.ts';
import { whyNoShare } from './target-gain.ts';
import type { TransferMeasure } from './transfer-measure.ts';

export interface BlockRow {
  readonly target: number;
  readonly y: number;
}

/** A target of which no share of the gain is there. */
export interface BareRow extends BlockRow {
  readonly why: string;
}

/** Around the pairs of one family. */
export interface FamilyFrame {
  readonly family: string;
  /** Ordered pairs of different tasks inside. */
  readonly pairs: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isLabelled: boolean;
}

export interface BlockLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly columns: readonly { readonly source: number; readonly x: number }[];
  readonly rows: readonly BlockRow[];
  readonly bare: readonly BareRow[];
  readonly bareHeight: number;
  readonly frames: readonly FamilyFrame[];
  /** Top of the line of text in place of the strips, where they have no room; null where they have. */
  readonly bareText: number | null;
  readonly legendTop: number;
  /** Letters of a column's name that fit, and of a row's. */
  readonly letters: { readonly column: number; readonly row: number };
  readonly isNarrow: boolean;
}

const AXIS_TITLE = 24;
const LETTER = 7;
/** Height and overhang of a letter of a name that leans by 45 degrees. */
const LEANING = 5;
const MOST_LETTERS = 16;
/** Of the names of rows on a phone. */
const FEW_LETTERS = 9;
const FAMILY_GAP = { wide: 8, narrow: 5 } as const;
const LABEL_GAP = 28;
const CELL_GAP = 2;
const NARROW = 480;
const BARE = 24;
/** Between the last row and what stands below. */
const BELOW = 4;
const LEGEND = 34;
/** Lines of the text about targets without a share, on a phone. */
const BARE_TEXT = 34;
const LARGEST = { width: 96, height: 84 } as const;
const SMALLEST = { width: 12, height: 14 } as const;
const PHONE_CELL = 38;
/** A cell for a finger is a little higher than wide. */
const TALL = 1.15;
/** With more rows, labels between them would push the last ones out. */
const MOST_LABELLED = 12;

/** @param room height to fill; null for as much as it takes */
export function blockLayout(
  report: TransferReport,
  measure: TransferMeasure,
  width: number,
  room: number | null,
): BlockLayout {
  const { order } = orderTasks(report, 'family');
  const isNarrow = width < NARROW;
  const why = (target: number): string | null => (measure === 'recovery' ? whyNoShare(report, target) : null);
  const shown = order.filter((target) => why(target) === null);
  const without = order.flatMap((target) => {
    const reason = why(target);
    return reason === null ? [] : [{ target, why: reason }];
  });
  const familyOf = (task: number): string => report.tasks[task].family;
  const lengthOf = (task: number): number => Math.min(MOST_LETTERS, report.tasks[task].name.length);
  const familyGap = isNarrow ? FAMILY_GAP.narrow : FAMILY_GAP.wide;
  const labelled = Math.max(4, ...(isNarrow ? shown : order).map(lengthOf));
  const rowLetters = isNarrow ? Math.min(FEW_LETTERS, labelled) : labelled;
  const left = Math.max(54, rowLetters * LETTER + 10);
  const top = AXIS_TITLE + Math.max(4, ...order.map(lengthOf)) * LEANING + 16;

  const isBreak = (tasks: readonly number[], i: number): boolean =>
    i > 0 && familyOf(tasks[i]) !== familyOf(tasks[i - 1]);
  const breaks = (tasks: readonly number[]): number => tasks.filter((_, i) => isBreak(tasks, i)).length;
  const count = Math.max(1, order.length);
  const columnsRoom = width - left - breaks(order) * familyGap - 4;
  const guess = columnsRoom / count;
  // The last names lean over the right edge.
  const overhang = Math.max(
    0,
    ...order.map((task, i) => lengthOf(task) * LEANING + 4 - (order.length - i - 0.5) * guess),
  );
  const cellWidth = clamp(Math.floor((columnsRoom - overhang) / count), SMALLEST.width, LARGEST.width);

  const isFramed = (family: string): boolean => shown.filter((task) => familyOf(task) === family).length > 1;
  const hasLabels = shown.length <= MOST_LABELLED;
  const gapAfter = (task: number): number =>
    hasLabels && !isNarrow && isFramed(familyOf(task)) ? LABEL_GAP : familyGap;
  const gaps = shown.reduce((sum, task, i) => sum + (isLastOf(shown, i, familyOf) ? gapAfter(task) : 0), 0);
  const bareHeight = BARE;
  const foot = (isNarrow ? (without.length > 0 ? BARE_TEXT : 0) : without.length * bareHeight + 12) + LEGEND;
  const cellHeight =
    room === null
      ? Math.max(cellWidth, SMALLEST.height, Math.min(PHONE_CELL, Math.round(cellWidth * TALL)))
      : clamp(
          Math.floor((room - top - gaps - foot - BELOW) / Math.max(1, shown.length)),
          SMALLEST.height,
          Math.min(LARGEST.height, cellWidth + 6),
        );

  let x = left;
  const columns = order.map((source, i) => {
    x += isBreak(order, i) ? familyGap : 0;
    const column = { source, x };
    x += cellWidth;
    return column;
  });
  let y = top;
  const rows = shown.map((target, i) => {
    const row = { target, y };
    y += cellHeight + (isLastOf(shown, i, familyOf) ? gapAfter(target) : 0);
    return row;
  });
  const frames = [...new Set(shown.map(familyOf))].filter(isFramed).map((family): FamilyFrame => {
    const inside = columns.filter(({ source }) => familyOf(source) === family);
    const beside = rows.filter(({ target }) => familyOf(target) === family);
    return {
      family,
      pairs: beside.length * (inside.length - 1),
      x: inside[0].x - 4,
      y: beside[0].y - 4,
      width: inside.length * cellWidth + 8 - CELL_GAP,
      height: beside.length * cellHeight + 8 - CELL_GAP,
      isLabelled: hasLabels && !isNarrow,
    };
  });
  const belowRows = y + BELOW;
  const bare = without.map((row, i) => ({ ...row, y: belowRows + i * bareHeight }));
  const legendTop = belowRows + foot - LEGEND + 4;
  return {
    width,
    height: legendTop + LEGEND - 4,
    left,
    top,
    cell: { width: cellWidth - CELL_GAP, height: cellHeight - CELL_GAP },
    columns,
    rows,
    bare: isNarrow ? without.map((row) => ({ ...row, y: belowRows })) : bare,
    bareHeight: bareHeight - CELL_GAP,
    frames,
    bareText: isNarrow && without.length > 0 ? belowRows : null,
    legendTop,
    letters: { column: MOST_LETTERS, row: rowLetters },
    isNarrow,
  };
}

function isLastOf(tasks: readonly number[], i: number, familyOf: (task: number) => string): boolean {
  return i === tasks.length - 1 || familyOf(tasks[i]) !== familyOf(tasks[i + 1]);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The cell under a point; null beside the cells. Strips have no cells. */
export function blockPairAt({ columns, rows, cell }: BlockLayout, x: number, y: number): TaskPair | null {
  const column = columns.find((one) => x >= one.x && x < one.x + cell.width);
  const row = rows.find((one) => y >= one.y && y < one.y + cell.height);
  return column === undefined || row === undefined ? null : { source: column.source, target: row.target };
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

/** The pair that an arrow key leads to, strips included; undefined for other keys. */
export function moveInBlocks(
  { columns, rows, bare }: BlockLayout,
  pair: TaskPair | null,
  key: string,
): TaskPair | undefined {
  if (!Object.hasOwn(MOVES, key)) return undefined;
  const [across, down] = MOVES[key];
  const sources = columns.map(({ source }) => source);
  const targets = [...rows, ...bare].map(({ target }) => target);
  if (pair === null) return { source: sources[0], target: targets[0] };
  const moved = (tasks: readonly number[], task: number, by: number): number =>
    tasks[clamp(tasks.indexOf(task) + by, 0, tasks.length - 1)];
  return { source: moved(sources, pair.source, across), target: moved(targets, pair.target, down) };
}
