/** The lines of a curve figure, decimated once for whoever draws them: a canvas while training, SVG for files. */
import type { CurveInput, CurveRun } from './curve-input.ts';
import type { CurveLayout } from './curve-layout.ts';
import { decimate, type DecimatedLine } from './decimate.ts';

export type LineRole = 'earlier' | 'raw' | 'smoothed';

export interface CurveLine {
  readonly role: LineRole;
  /** Tells earlier runs apart; solid when empty. */
  readonly dash: readonly number[];
  readonly line: DecimatedLine;
}

export const LINE_STYLE: Readonly<Record<LineRole, { readonly width: number; readonly opacity: number }>> = {
  earlier: { width: 1.25, opacity: 0.4 },
  raw: { width: 1, opacity: 0.25 },
  smoothed: { width: 2, opacity: 1 },
};

/** Dashes of earlier runs, in the order of the legend. */
export const EARLIER_DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

/** From the back to the front. */
export function curveLines(input: CurveInput, layout: CurveLayout): readonly CurveLine[] {
  const smoothed = (run: CurveRun): DecimatedLine =>
    decimate(columnOf(run, input), run.series.smoothed(input.metric), run.series.length, layout.toPixel);
  return [
    ...input.earlier.map((run, i) => ({
      role: 'earlier' as const,
      dash: EARLIER_DASHES[i % EARLIER_DASHES.length],
      line: smoothed(run),
    })),
    {
      role: 'raw',
      dash: [],
      line: decimate(
        columnOf(input.run, input),
        input.run.series.raw(input.metric),
        input.run.series.length,
        layout.toPixel,
      ),
    },
    { role: 'smoothed', dash: [], line: smoothed(input.run) },
  ];
}

function columnOf({ series }: CurveRun, { abscissa }: CurveInput): Float64Array {
  return abscissa === 'steps' ? series.steps : series.seconds;
}

/** Calls `move` and `line` along a decimated line; values beyond the plot are held at its edges. */
export function traceLine(
  { points, length }: DecimatedLine,
  layout: CurveLayout,
  pen: { move(x: number, y: number): void; line(x: number, y: number): void },
): void {
  let drawing = false;
  for (let i = 0; i < length; i += 1) {
    const value = points[2 * i + 1];
    if (Number.isNaN(value)) {
      drawing = false;
      continue;
    }
    const y = Math.max(layout.top, Math.min(layout.bottom, layout.y(value)));
    if (drawing) pen.line(points[2 * i], y);
    else pen.move(points[2 * i], y);
    drawing = true;
  }
}
