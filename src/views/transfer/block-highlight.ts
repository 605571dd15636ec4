/** Marks over the matrix in blocks: what is pointed at and what is locked. */
import { colour } from '../palette.ts';
import { svg, type SvgNode } from '../svg-node.ts';
import type { BlockLayout } from './block-layout.ts';
import type { TaskPair } from './estimate-text.ts';

const RADIUS = 4;

/** Over the matrix: the cell pointed at and the one locked, the row and column of a task pointed at elsewhere. */
export function blockHighlight(
  layout: BlockLayout,
  marks: { readonly task: number | null; readonly hover: TaskPair | null; readonly locked: TaskPair | null },
): SvgNode {
  const { columns, rows, bare, cell, bareHeight, bareText } = layout;
  const outline = (pair: TaskPair, isLocked: boolean): readonly SvgNode[] => {
    const column = columns.find(({ source }) => source === pair.source);
    const row = rows.find(({ target }) => target === pair.target);
    const strip = bareText === null ? bare.find(({ target }) => target === pair.target) : undefined;
    const y = row?.y ?? strip?.y;
    if (column === undefined || y === undefined) return [];
    return [
      svg('rect', {
        x: column.x - 0.5,
        y: y - 0.5,
        width: cell.width + 1,
        height: (row === undefined ? bareHeight : cell.height) + 1,
        rx: RADIUS,
        fill: 'none',
        stroke: colour('ink'),
        'stroke-width': isLocked ? 3 : 1.6,
        ...(isLocked ? {} : { 'stroke-dasharray': '3 2' }),
      }),
    ];
  };
  const ends = (task: number): readonly SvgNode[] => {
    const column = columns.find(({ source }) => source === task);
    const row = rows.find(({ target }) => target === task);
    const line = { stroke: colour('ink'), 'stroke-width': 1.6 } as const;
    return [
      ...(column === undefined
        ? []
        : [
            svg('line', {
              x1: column.x,
              x2: column.x + cell.width,
              y1: layout.top - 4,
              y2: layout.top - 4,
              ...line,
            }),
          ]),
      ...(row === undefined
        ? []
        : [
            svg('line', {
              x1: layout.left - 5,
              x2: layout.left - 5,
              y1: row.y,
              y2: row.y + cell.height,
              ...line,
            }),
          ]),
    ];
  };
  return svg('g', { class: 'marks' }, [
    ...(marks.task === null ? [] : ends(marks.task)),
    ...(marks.locked === null ? [] : outline(marks.locked, true)),
    ...(marks.hover === null ? [] : outline(marks.hover, false)),
  ]);
}
