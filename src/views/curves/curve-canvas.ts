/** Paints the lines of a curve figure; axes and dots are SVG above it. */
import type { Palette } from '../palette.ts';
import type { CurveLayout } from './curve-layout.ts';
import { LINE_STYLE, traceLine, type CurveLine } from './curve-lines.ts';

/** The part of a canvas context that painting needs. */
export type LineContext = Pick<
  CanvasRenderingContext2D,
  | 'setTransform'
  | 'clearRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'lineJoin'
  | 'setLineDash'
>;

export function paintCurves(
  context: LineContext,
  lines: readonly CurveLine[],
  layout: CurveLayout,
  palette: Palette,
  pixelRatio: number,
): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, layout.size.width, layout.size.height);
  context.lineJoin = 'round';
  for (const { role, line, dash } of lines) {
    const style = LINE_STYLE[role];
    context.globalAlpha = style.opacity;
    context.lineWidth = style.width;
    context.strokeStyle = role === 'earlier' ? palette.muted : palette.prompted;
    context.setLineDash([...dash]);
    context.beginPath();
    traceLine(line, layout, {
      move: (x, y) => context.moveTo(x, y),
      line: (x, y) => context.lineTo(x, y),
    });
    context.stroke();
  }
  context.globalAlpha = 1;
}
