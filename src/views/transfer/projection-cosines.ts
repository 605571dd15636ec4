/** How alike a projector's outputs are: pairwise cosines of the projected prompts, and its training loss, small. */
import { line, scaleLinear } from 'd3';
import { divergingRamp, signedShade } from '../colour-ramps.ts';
import { colour, type Palette } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { minus, seedCount, seedsText, shorten } from './estimate-text.ts';
import { hatch } from './matrix-legend.ts';
import { rounded } from './matrix-words.ts';
import { projectionName, type ProjectionInput } from './projection-words.ts';
import { readableOn } from './transfer-measure.ts';

const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;
const LEGEND = { bar: 120, stops: 21, height: 34 } as const;
const LARGEST_CELL = 40;
const SMALLEST_CELL = 8;
const NUMBER_CELL = 28;
const LOSS_SIZE = { left: 44, right: 10, top: 24, plot: 96, foot: 36 } as const;

export function cosineText({ report, projection }: ProjectionInput): FigureText {
  return {
    title: 'Do different prompts stay different once projected?',
    facts: `cosine of projected prompts, ${projectionName(projection)} · ${report.tasks.length} tasks · mean of ${seedsText(report)}`,
    howToRead:
      'Each cell two tasks’ projected prompts. Strong orange beside the diagonal: the projector puts out one prompt for all.',
  };
}

export interface CosineLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly letters: number;
}

export function cosineLayout({ report, projection }: ProjectionInput, width: number): CosineLayout {
  const count = report.tasks.length;
  const letters = Math.min(12, Math.max(4, ...report.tasks.map(({ name }) => name.length)));
  const left = letters * 6.6 + 8;
  const cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor((width - left - 4) / count)));
  const top = LEGEND.height + left;
  const losses = projection.losses.length === 0 ? 0 : lossHeight();
  return { width, height: top + count * cell + 8 + losses, left, top, cell, letters };
}

export function projectionCosines(input: ProjectionInput, width: number, palette: Palette): SvgNode {
  const { report, projection } = input;
  const layout = cosineLayout(input, width);
  const { left, top, cell, height, letters } = layout;
  const ramp = divergingRamp(palette);
  const names = report.tasks.flatMap(({ name }, i) => {
    const middle = (i + 0.5) * cell + 4;
    const label = { 'font-size': SMALL, fill: colour('ink') };
    return [
      svgText(left - 5, top + middle, shorten(name, letters), { ...label, 'text-anchor': 'end' }),
      svgText(left + middle, top - 5, shorten(name, letters), {
        ...label,
        transform: `rotate(-90 ${Math.round((left + middle) * 10) / 10} ${Math.round((top - 5) * 10) / 10})`,
      }),
    ];
  });
  const cells = projection.cosines.flatMap((row, a) =>
    row.map((cosine, b) => {
      const x = left + b * cell;
      const y = top + a * cell;
      if (!Number.isFinite(cosine)) return hatch(x, y, cell - 1);
      const fill = ramp.hex[signedShade(cosine, 1)];
      return svg('g', {}, [
        svg('title', {}, [cosineCellText(input, a, b)]),
        svg('rect', { x, y, width: cell - 1, height: cell - 1, fill }),
        ...(cell < NUMBER_CELL
          ? []
          : [
              svgText(x + cell / 2, y + cell / 2 + 4, minus(cosine.toFixed(2)), {
                'text-anchor': 'middle',
                'font-size': SMALL,
                fill: readableOn(fill),
              }),
            ]),
      ]);
    }),
  );
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': cosineText(input).title },
    [
      svg('g', { class: 'legend' }, legend(ramp.hex)),
      ...names,
      ...cells,
      ...(projection.losses.length === 0 ? [] : [lossNode(projection.losses, width, height - lossHeight())]),
    ],
  );
}

export function cosineCellText({ report, projection }: ProjectionInput, a: number, b: number): string {
  return `${report.tasks[a].name} and ${report.tasks[b].name}: cosine ${formatValue(projection.cosines[a][b])}`;
}

function legend(shades: readonly string[]): readonly SvgNode[] {
  const step = LEGEND.bar / LEGEND.stops;
  return [
    ...Array.from({ length: LEGEND.stops }, (_, i) =>
      svg('rect', {
        x: 2 + i * step,
        y: 3,
        width: step + 0.5,
        height: 9,
        fill: shades[Math.round((i / (LEGEND.stops - 1)) * (shades.length - 1))],
      }),
    ),
    svgText(2, 24, '−1', MUTED),
    svgText(2 + LEGEND.bar / 2, 24, '0', { ...MUTED, 'text-anchor': 'middle' }),
    svgText(2 + LEGEND.bar, 24, '1', { ...MUTED, 'text-anchor': 'end' }),
    svgText(LEGEND.bar + 12, 12, 'cosine', MUTED),
  ];
}

function lossHeight(): number {
  return LOSS_SIZE.top + LOSS_SIZE.plot + LOSS_SIZE.foot;
}

/** Training loss, a thin line each seed. */
function lossNode(losses: readonly (readonly number[])[], width: number, y: number): SvgNode {
  const steps = Math.max(2, ...losses.map((loss) => loss.length));
  const values = losses.flat();
  const right = Math.min(width, 520) - LOSS_SIZE.right;
  const bottom = LOSS_SIZE.top + LOSS_SIZE.plot;
  const across = scaleLinear().domain([1, steps]).range([LOSS_SIZE.left, right]);
  const up = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(...values)])
    .nice(3)
    .range([bottom, LOSS_SIZE.top]);
  const path = line<number>()
    .digits(1)
    .x((_, i) => across(i + 1))
    .y((loss) => up(loss));
  return svg('g', { class: 'losses', transform: `translate(0,${y})` }, [
    svgText(2, 14, `training loss of the projector, ${seedCount(losses.length)}`, MUTED),
    ...up
      .ticks(3)
      .flatMap((tick) => [
        svg('line', { x1: LOSS_SIZE.left, x2: right, y1: up(tick), y2: up(tick), stroke: colour('rule') }),
        svgText(LOSS_SIZE.left - 6, up(tick) + 4, String(tick), { ...MUTED, 'text-anchor': 'end' }),
      ]),
    ...losses.map((loss) =>
      svg('path', { d: path(loss) ?? '', fill: 'none', stroke: colour('prompted'), 'stroke-width': 1.2 }),
    ),
    ...[1, steps].map((step) =>
      svgText(across(step), bottom + 15, String(step), {
        ...MUTED,
        'text-anchor': step === 1 ? 'start' : 'end',
      }),
    ),
    svgText((LOSS_SIZE.left + right) / 2, bottom + 30, 'step', { ...MUTED, 'text-anchor': 'middle' }),
  ]);
}

/** The cell under a point; null beside the matrix. */
export function cosineAt(
  { left, top, cell }: CosineLayout,
  count: number,
  x: number,
  y: number,
): readonly [number, number] | null {
  const column = Math.floor((x - left) / cell);
  const row = Math.floor((y - top) / cell);
  return column >= 0 && column < count && row >= 0 && row < count ? [row, column] : null;
}

export function cosineMark(
  { left, top, cell }: CosineLayout,
  [row, column]: readonly [number, number],
): SvgNode {
  return svg('rect', {
    x: left + column * cell - 1,
    y: top + row * cell - 1,
    width: cell + 1,
    height: cell + 1,
    fill: 'none',
    stroke: colour('ink'),
    'stroke-width': 2,
  });
}

export function cosineTable(input: ProjectionInput): TableTwin {
  const { report, projection } = input;
  return {
    caption: cosineText(input).title,
    columns: ['task', ...report.tasks.map(({ name }) => name)],
    rows: projection.cosines.map((row, a) => [report.tasks[a].name, ...row.map(rounded)]),
  };
}
