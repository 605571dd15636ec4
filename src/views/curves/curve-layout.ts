/** Where everything in a curve figure goes. */
import { scaleLinear, scaleLog, type ScaleLinear, type ScaleLogarithmic } from 'd3';
import type { CurveInput, CurveRun, FigureSize } from './curve-input.ts';
import { valueDomain } from './value-domain.ts';

export type ValueScale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

export interface CurveLayout {
  readonly size: FigureSize;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ValueScale;
  /** Pixel of an abscissa = abscissa · scale + offset. */
  readonly toPixel: { readonly scale: number; readonly offset: number };
  /** Reference labels stand right of the plot where there is room, else inside of it. */
  readonly labelsInside: boolean;
}

const MARGIN = { left: 46, right: 14, top: 14, bottom: 38 } as const;
const LABEL_ROOM = 116;
/** Below this width the labels would take more room than the curves can spare. */
const NARROW = 430;

export function curveLayout(input: CurveInput, size: FigureSize): CurveLayout {
  const labelsInside = size.width < NARROW;
  // Room for names even while there are none, so that both figures keep one x-axis throughout a run.
  const right = size.width - MARGIN.right - (labelsInside ? 0 : LABEL_ROOM);
  const bottom = size.height - MARGIN.bottom;
  const end = Math.max(1e-9, input.end, ...[input.run, ...input.earlier].map((run) => lastOf(run, input)));
  const x = scaleLinear().domain([0, end]).range([MARGIN.left, right]);
  const scale = (right - MARGIN.left) / end;
  const domain = curveDomain(input);
  const y = (input.logarithmic ? scaleLog() : scaleLinear()).domain(domain).range([bottom, MARGIN.top]);
  return {
    size,
    left: MARGIN.left,
    right,
    top: MARGIN.top,
    bottom,
    x,
    y,
    toPixel: { scale, offset: MARGIN.left },
    labelsInside,
  };
}

function lastOf({ series }: CurveRun, { abscissa }: CurveInput): number {
  return abscissa === 'steps' ? series.lastStep : series.lastSeconds;
}

/** Accuracy has its natural scale; a loss has none. */
function curveDomain(input: CurveInput): readonly [number, number] {
  if (input.metric === 'accuracy' && !input.logarithmic) return [0, 1];
  const runs = [input.run, ...input.earlier];
  return valueDomain(
    runs.map(({ series }) => ({ values: series.raw(input.metric), length: series.length })),
    [
      ...runs.flatMap(({ dev }) => dev.map((point) => point[input.metric])),
      ...input.references.map(({ value }) => value),
    ],
    input.logarithmic,
  );
}

/** Abscissa of `step` in a run. */
export function abscissaOf(step: number, run: CurveRun, input: CurveInput): number {
  return input.abscissa === 'steps' ? step : run.series.secondsAt(step);
}

/** How many points of the run lie beyond the y-domain: said under the figure, never hidden. */
export function pointsBeyond(input: CurveInput, layout: CurveLayout): number {
  const [low, high] = layout.y.domain();
  const values = input.run.series.raw(input.metric);
  let count = 0;
  for (let i = 0; i < input.run.series.length; i += 1) if (values[i] < low || values[i] > high) count += 1;
  return count;
}
