/** Curves without a card: half of the band under a stage each, to its right edge, with the handle of time in both. */
import { scaleLinear } from 'd3';
import type { CurveInput, FigureSize } from './curve-input.ts';
import { abscissaOf, type CurveLayout } from './curve-layout.ts';
import { valueDomain } from './value-domain.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';

/** In pixels of a figure as high as `USUAL_HEIGHT`; a higher one is of larger type. */
const MARGIN = { left: 36, right: 14, top: 26, bottom: 24 } as const;
const USUAL_HEIGHT = 176;
const SMALL = 12;
const TICKS = 3;
const HANDLE = 6;

export function bandLayout(input: CurveInput, size: FigureSize): CurveLayout {
  const scale = typeScale(size);
  const [left, top] = [scale * MARGIN.left, scale * MARGIN.top];
  const [right, bottom] = [size.width - scale * MARGIN.right, size.height - scale * MARGIN.bottom];
  const end = Math.max(1, input.end, input.run.series.lastStep);
  const x = scaleLinear().domain([0, end]).range([left, right]);
  return {
    size,
    left,
    right,
    top,
    bottom,
    x,
    y: scaleLinear().domain(domainOf(input)).range([bottom, top]),
    toPixel: { scale: (right - left) / end, offset: left },
    labelsInside: true,
  };
}

const typeScale = ({ height }: FigureSize): number => height / USUAL_HEIGHT;

/** An accuracy reaches from the tens below all that is known of it to 100 %. */
function domainOf(input: CurveInput): readonly [number, number] {
  const runs = [input.run, ...input.earlier];
  const marks = [
    ...runs.flatMap(({ dev }) => dev.map((point) => point[input.metric])),
    ...input.references.map(({ value }) => value),
  ];
  if (input.metric === 'accuracy') {
    const lowest = Math.min(1, ...marks, ...runs.map(lowestAccuracy));
    return [Math.max(0, Math.floor(lowest * 10 - 0.5) / 10), 1];
  }
  return valueDomain(
    runs.map(({ series }) => ({ values: series.raw(input.metric), length: series.length })),
    marks,
    false,
  );
}

/** Of the smoothed line; of long runs there are more points than a call takes arguments. */
function lowestAccuracy({ series }: CurveInput['run']): number {
  const smooth = series.smoothed('accuracy').subarray(0, series.length);
  return smooth.reduce((least, value) => (value < least ? value : least), 1);
}

/** Axes, reference lines with their names, rings of the dev rows. */
export function bandFrame(input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const { left, right, top, bottom } = layout;
  const unit = input.metric === 'accuracy' ? 100 : 1;
  const ticks = layout.y.ticks(TICKS);
  const scale = typeScale(layout.size);
  return [
    svgText(0, 12 * scale, input.metric === 'accuracy' ? 'Accuracy, %' : 'Loss', {
      'font-size': 13 * scale,
      'font-weight': 600,
      fill: colour('ink'),
    }),
    ...ticks.flatMap((tick) => [
      svg('line', { x1: left, x2: right, y1: layout.y(tick), y2: layout.y(tick), stroke: colour('rule') }),
      svgText(left - 6 * scale, layout.y(tick) + 4 * scale, String(Math.round(tick * unit * 100) / 100), {
        'text-anchor': 'end',
        'font-size': SMALL * scale,
        fill: colour('muted'),
      }),
    ]),
    ...layout.x.ticks(4).map((tick, i, all) =>
      svgText(layout.x(tick), bottom + 17 * scale, i === all.length - 1 ? `step ${tick}` : String(tick), {
        'text-anchor': i === all.length - 1 ? 'end' : 'middle',
        'font-size': SMALL * scale,
        fill: colour('muted'),
      }),
    ),
    ...references(input, layout, top),
    ...[...input.earlier, input.run].flatMap((run) =>
      run.dev
        .filter((point) => Number.isFinite(point[input.metric]) && point.step <= layout.x.domain()[1])
        .map((point) =>
          svg('circle', {
            cx: layout.x(abscissaOf(point.step, run, input)),
            cy: Math.max(top, Math.min(bottom, layout.y(point[input.metric]))),
            r: 4 * scale,
            fill: colour('surface'),
            stroke: run === input.run ? colour('ink') : colour('muted'),
            'stroke-width': 1.6,
          }),
        ),
    ),
  ];
}

/** The best of the untrained alone: those below it are on the ruler. */
function references(
  { references: lines, metric }: CurveInput,
  layout: CurveLayout,
  top: number,
): readonly SvgNode[] {
  const best = lines.reduce<(typeof lines)[number] | null>(
    (most, one) => (most === null || one.value > most.value ? one : most),
    null,
  );
  if (best === null) return [];
  const y = Math.max(top, Math.min(layout.bottom, layout.y(best.value)));
  const scale = typeScale(layout.size);
  return [
    svg('line', {
      x1: layout.left,
      x2: layout.right,
      y1: y,
      y2: y,
      stroke: colour('plain'),
      'stroke-width': 1.6,
      'stroke-dasharray': '5 4',
    }),
    // A loss ends below its line, an accuracy above it.
    svgText(layout.right - 10 * scale, y + scale * (metric === 'loss' ? -6 : 15), best.label, {
      'text-anchor': 'end',
      'font-size': SMALL * scale,
      fill: colour('plain'),
      stroke: colour('surface'),
      'stroke-width': 3,
      'paint-order': 'stroke',
    }),
  ];
}

/** The black handle of time at `step`. */
export function timeHandle(step: number, input: CurveInput, layout: CurveLayout): readonly SvgNode[] {
  const x = layout.x(abscissaOf(step, input.run, input));
  return [
    svg('line', {
      x1: x,
      x2: x,
      y1: layout.top - 4,
      y2: layout.bottom,
      stroke: colour('ink'),
      'stroke-width': 1.6,
    }),
    svg('circle', { cx: x, cy: layout.bottom, r: HANDLE * typeScale(layout.size), fill: colour('ink') }),
  ];
}
