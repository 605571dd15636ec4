/** Where the strips of a stage go: side by side on wide pages, lying one under the other on narrow ones. */
import { STRIP_COLUMNS, STRIP_ROWS } from './strip-cells.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StripLayout {
  readonly width: number;
  readonly height: number;
  readonly isLying: boolean;
  readonly strips: readonly Box[];
}

const PADDING = 4;
/** Between two strips, with room for an arrow. */
const GAP = 24;
const WIDEST = 64;
const LYING_HEIGHT = 16;
const LYING_GAP = 11;

export function stripLayout(layers: number, width: number, height: number, isLying: boolean): StripLayout {
  if (isLying) {
    const strips = Array.from({ length: layers }, (_, layer) => ({
      x: 0,
      y: layer * (LYING_HEIGHT + LYING_GAP),
      width,
      height: LYING_HEIGHT,
    }));
    return { width, height: layers * (LYING_HEIGHT + LYING_GAP) - LYING_GAP, isLying, strips };
  }
  // Many layers share the room with narrower strips and gaps.
  const gap = layers > 8 ? GAP / 3 : GAP;
  const each = Math.min(WIDEST, (width - (layers - 1) * gap) / layers);
  const room = layers === 1 ? 0 : (width - layers * each) / (layers - 1);
  const strips = Array.from({ length: layers }, (_, layer) => ({
    x: layer * (each + room),
    y: 0,
    width: each,
    height,
  }));
  return { width, height, isLying, strips };
}

/** The cell's place inside of its strip: cells run from top to bottom, row by row; lying, column by column. */
export function cellBox(strip: Box, cell: number, cells: number, isLying: boolean): Box {
  const columns = Math.min(STRIP_COLUMNS, cells);
  const rows = Math.min(STRIP_ROWS, Math.ceil(cells / columns));
  const [across, along] = [cell % columns, Math.floor(cell / columns)];
  const inner = { width: strip.width - 2 * PADDING, height: strip.height - 2 * PADDING };
  if (isLying) {
    const [w, h] = [strip.width / rows, strip.height / columns];
    return { x: strip.x + along * w, y: strip.y + across * h, width: w, height: h };
  }
  const [w, h] = [inner.width / columns, inner.height / rows];
  return { x: strip.x + PADDING + across * w, y: strip.y + PADDING + along * h, width: w, height: h };
}

/** The layer and the cell at a point; null between the strips. */
export function cellAt(
  layout: StripLayout,
  cells: number,
  x: number,
  y: number,
): { readonly layer: number; readonly cell: number } | null {
  const layer = layout.strips.findIndex(
    (strip) => x >= strip.x && x < strip.x + strip.width && y >= strip.y && y < strip.y + strip.height,
  );
  if (layer < 0) return null;
  const strip = layout.strips[layer];
  for (let cell = 0; cell < cells; cell += 1) {
    const box = cellBox(strip, cell, cells, layout.isLying);
    if (x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height) return { layer, cell };
  }
  return null;
}
