/** Which parts of the PLM can read the growing run's prompt: accuracy of every depth and width, at one of its evaluations. */
import type { ReportedGrid } from '../../experiment/progressive/growth-report.ts';
import { magnitudeShade, rampTo } from '../colour-ramps.ts';
import { colour, type Palette } from '../palette.ts';
import { textOn } from '../stage/token-shade.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

export interface ReadersInput {
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Steps of the evaluations. */
  readonly steps: readonly number[];
  /** At each evaluation, [depths × widths], mean over seeds. */
  readonly accuracy: readonly (readonly number[])[];
  /** Dev rows. */
  readonly rows: number;
  readonly seeds: number;
  /** Accuracy of always the most frequent class: the low end of the scale. */
  readonly guess: number;
}

/** Mean over the seeds of what all of them read; null where nothing was. */
export function readersOf(grids: readonly ReportedGrid[], guess: number): ReadersInput | null {
  const [first] = grids;
  if (first === undefined) return null;
  const { depths, widths, rows } = first;
  const alike = grids.filter(
    (grid) => grid.depths.length === depths.length && grid.widths.length === widths.length,
  );
  const common = Math.min(...alike.map(({ points }) => points.length));
  const at = Array.from({ length: common }, (_, point) => alike.map(({ points }) => points[point]));
  return {
    depths,
    widths,
    rows,
    guess,
    seeds: alike.length,
    steps: at.map(([own]) => own.step),
    accuracy: at.map((points) =>
      points[0].accuracy.map(
        (_, cell) => points.reduce((sum, { accuracy }) => sum + accuracy[cell], 0) / points.length,
      ),
    ),
  };
}

/** Before the last evaluation it isn't the whole PLM's prompt yet. */
export const readersTitle = ({ steps }: ReadersInput, point: number): string =>
  point >= steps.length - 1
    ? 'Who can read the full model’s prompt?'
    : `Who can read the prompt of step ${String(steps[point])}?`;

export interface ReadersRoom {
  readonly width: number;
  readonly height: number;
  readonly type: number;
}

const LEFT = 66;
const FOOT = 36;
const GAP = 4;

export function readersGrid(
  input: ReadersInput,
  point: number,
  { width, height, type }: ReadersRoom,
  palette: Palette,
): SvgNode {
  const { depths, widths, guess } = input;
  const ramp = rampTo(palette.low, palette.high);
  const values = input.accuracy.at(point) ?? [];
  const most = Math.max(...input.accuracy.flat(), guess + Number.EPSILON);
  const left = LEFT * type;
  const cell = { width: (width - left) / widths.length, height: (height - FOOT * type) / depths.length };
  const text = { 'font-size': 12.5 * type, fill: colour('muted') } as const;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': readersTitle(input, point),
    },
    [
      ...depths.flatMap((depth, row) => {
        const top = (depths.length - 1 - row) * cell.height;
        return [
          svgText(left - 8 * type, top + cell.height / 2 + 4 * type, `${String(depth)} layers`, {
            ...text,
            'text-anchor': 'end',
          }),
          ...widths.flatMap((neurons, column) => {
            const value = values[row * widths.length + column];
            const isWhole = row === depths.length - 1 && column === widths.length - 1;
            const fill = ramp.hex[magnitudeShade(value - guess, most - guess)];
            const x = left + column * cell.width;
            return [
              svg('rect', {
                class: 'reader-cell',
                'data-layers': depth,
                'data-neurons': neurons,
                x: x + 1,
                y: top + 1,
                width: Math.max(1, cell.width - GAP),
                height: Math.max(1, cell.height - GAP),
                rx: 4,
                fill,
                ...(isWhole ? { stroke: colour('ink'), 'stroke-width': 2 } : {}),
              }),
              svgText(x + (cell.width - GAP) / 2, top + cell.height / 2 + 4 * type, whole(value), {
                'font-size': 13 * type,
                'font-weight': 600,
                'text-anchor': 'middle',
                fill: textOn(fill),
              }),
            ];
          }),
        ];
      }),
      ...widths.map((neurons, column) =>
        svgText(left + (column + 0.5) * cell.width, height - 21 * type, String(neurons), {
          ...text,
          'text-anchor': 'middle',
        }),
      ),
      svgText((left + width) / 2, height - 5 * type, 'neurons kept a layer', {
        ...text,
        'text-anchor': 'middle',
      }),
    ],
  );
}

const whole = (share: number): string => (Number.isFinite(share) ? String(Math.round(100 * share)) : '—');

export function readersFacts({ rows, seeds, guess }: ReadersInput): string {
  return `${String(rows)} dev rows, %, ${seeds === 1 ? '1 seed' : `mean of ${String(seeds)} seeds`} · ${whole(guess)} = most frequent class`;
}

export function readersText(input: ReadersInput, point: number): FigureText {
  return {
    title: readersTitle(input, point),
    facts: `${readersFacts(input)} · step ${String(input.steps.at(point) ?? 0)}`,
    howToRead:
      'Each cell: the same prompt read by a part of the model. Pale cells only guess; the framed one is the whole model.',
  };
}

/**
 * What a part costs the prompt, in points: half the layers or half the neurons least of all. Null where there is only one depth
 * or width.
 */
export function losses(
  { depths, widths, accuracy }: ReadersInput,
  point: number,
): { readonly depth: number; readonly width: number } | null {
  const values = accuracy.at(point);
  if (values === undefined || depths.length < 2 || widths.length < 2) return null;
  const at = (row: number, column: number): number => values[row * widths.length + column];
  const all = at(depths.length - 1, widths.length - 1);
  return {
    depth: all - at(depths.length - 2, widths.length - 1),
    width: all - at(depths.length - 1, widths.length - 2),
  };
}

export function readersTable(input: ReadersInput, point: number): TableTwin {
  const { depths, widths, accuracy } = input;
  const values = accuracy.at(point) ?? [];
  return {
    caption: readersTitle(input, point),
    columns: ['layers', ...widths.map((neurons) => `${String(neurons)} neurons, %`)],
    rows: depths.map((depth, row) => [
      depth,
      ...widths.map((_, column) => formatValue(100 * values[row * widths.length + column], 1)),
    ]),
  };
}
