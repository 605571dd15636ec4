/** What labels add: accuracy of what was learned from few labelled rows a class, beside the plain mean of the words. */
import { scaleLinear, scalePoint } from 'd3';
import type { VariantRow } from '../../experiment/verbalizer/verbalize-report.ts';
import { colour, type Palette } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

const HEIGHT = 250;
const MARGIN = { left: 48, right: 150, top: 26, bottom: 40 } as const;
const TEN = 0.1;
const TEXT = { 'font-size': 12, fill: colour('muted') } as const;

export const LEARNED_TITLE = 'What do labels add to the words?';

/** Plain names, and how each is drawn; what isn't here learns nothing. */
const LEARNED: Readonly<
  Record<string, { readonly name: string; readonly ink: keyof Palette; readonly filled: boolean }>
> = {
  'KPT+weights': { name: 'weights of words', ink: 'prompted', filled: true },
  'KPT+prompt': { name: 'soft prompt', ink: 'prompted', filled: false },
  SOFT: { name: 'soft rows', ink: 'otherTask', filled: true },
  AUTO: { name: 'chosen words', ink: 'otherTask', filled: false },
};

export interface LearnedInput {
  readonly table: readonly VariantRow[];
  /** The variant without labels that they are set against. */
  readonly plain: string;
  readonly rows: number;
}

const learnedRows = ({ table }: LearnedInput): readonly VariantRow[] =>
  table.filter(({ variant, shots }) => shots > 0 && Object.hasOwn(LEARNED, variant));

const plainRow = ({ table, plain }: LearnedInput): VariantRow | null =>
  table.find(({ variant, shots }) => variant === plain && shots === 0) ?? null;

export const hasLearned = (input: LearnedInput): boolean => learnedRows(input).length > 0;

export function learnedText(input: LearnedInput): FigureText {
  const seeds = Math.max(0, ...learnedRows(input).map(({ accuracy }) => accuracy.seeds.length));
  return {
    title: LEARNED_TITLE,
    facts: `accuracy by labelled rows of each class · ${String(input.rows)} test rows · ${String(seeds)} ${seeds === 1 ? 'seed' : 'seeds'} · lines: 95 % intervals`,
    howToRead:
      'Dashed: the plain mean of the words, no label. A dot above it: what so many labelled rows of each class add.',
  };
}

export function learnedDots(input: LearnedInput, width: number): SvgNode {
  const rows = learnedRows(input);
  const plain = plainRow(input);
  const all = [...rows, ...(plain === null ? [] : [plain])];
  const values = all.flatMap(({ accuracy: { mean, interval } }) => [
    mean,
    interval?.low ?? mean,
    interval?.high ?? mean,
  ]);
  const low = Math.max(0, Math.floor(Math.min(...values) / TEN) * TEN);
  const high = Math.min(1, Math.ceil(Math.max(...values) / TEN) * TEN);
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const shots = [...new Set(rows.map((row) => row.shots))].sort((a, b) => a - b);
  const x = scalePoint(shots, [MARGIN.left, right]).padding(0.5);
  const y = scaleLinear([low, high], [bottom, MARGIN.top]);
  const tens = Array.from({ length: Math.round((high - low) / TEN) + 1 }, (_, i) => low + i * TEN);
  const names = [...new Set(rows.map(({ variant }) => variant))];
  return svg(
    'svg',
    { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': LEARNED_TITLE },
    [
      svgText(0, 12, 'accuracy, %', TEXT),
      ...tens.flatMap((ten) => [
        svg('line', { x1: MARGIN.left, x2: right, y1: y(ten), y2: y(ten), stroke: colour('rule') }),
        svgText(MARGIN.left - 8, y(ten) + 4, String(Math.round(100 * ten)), {
          ...TEXT,
          'text-anchor': 'end',
        }),
      ]),
      ...(plain === null
        ? []
        : [
            svg('line', {
              x1: MARGIN.left,
              x2: right,
              y1: y(plain.accuracy.mean),
              y2: y(plain.accuracy.mean),
              stroke: colour('plain'),
              'stroke-width': 1.6,
              'stroke-dasharray': '5 4',
            }),
            svgText(right + 6, y(plain.accuracy.mean) + 4, 'plain mean', { ...TEXT, fill: colour('plain') }),
          ]),
      ...shots.map((shot) =>
        svgText(x(shot) ?? 0, bottom + 18, String(shot), { ...TEXT, 'text-anchor': 'middle' }),
      ),
      ...rows.map((row) =>
        dot(row, (x(row.shots) ?? 0) + 12 * (names.indexOf(row.variant) - (names.length - 1) / 2), y),
      ),
      ...names.map((name, index) => {
        const { name: plainName, ink, filled } = LEARNED[name];
        const at = MARGIN.top + 18 * index;
        return svg('g', {}, [
          svg('circle', { cx: right + 28, cy: at, r: 5, ...markOf(ink, filled) }),
          svgText(right + 40, at + 4, plainName, { ...TEXT, fill: colour('ink') }),
        ]);
      }),
      svgText(right, HEIGHT - 4, 'labelled rows of each class', { ...TEXT, 'text-anchor': 'end' }),
    ],
  );
}

const markOf = (ink: keyof Palette, filled: boolean): Readonly<Record<string, string | number>> => ({
  fill: colour(filled ? ink : 'surface'),
  stroke: colour(ink),
  'stroke-width': 2,
});

function dot(row: VariantRow, x: number, y: (share: number) => number): SvgNode {
  const { mean, interval } = row.accuracy;
  const { ink, filled } = LEARNED[row.variant];
  return svg('g', { 'data-variant': row.variant, 'data-shots': row.shots }, [
    ...(interval === null
      ? []
      : [
          svg('line', {
            x1: x,
            x2: x,
            y1: y(interval.low),
            y2: y(interval.high),
            stroke: colour(ink),
            'stroke-width': 1.6,
          }),
        ]),
    svg('circle', { cx: x, cy: y(mean), r: 5, ...markOf(ink, filled) }),
  ]);
}

export function learnedTable(input: LearnedInput): TableTwin {
  const plain = plainRow(input);
  return {
    caption: LEARNED_TITLE,
    columns: ['what learns', 'rows of each class', 'accuracy, %', 'from', 'to', 'sd, points'],
    rows: [...(plain === null ? [] : [plain]), ...learnedRows(input)].map(
      ({ variant, shots, accuracy: { mean, interval }, spread }) => [
        Object.hasOwn(LEARNED, variant) ? LEARNED[variant].name : 'nothing: the plain mean',
        shots,
        formatValue(100 * mean, 1),
        interval === null ? null : formatValue(100 * interval.low, 1),
        interval === null ? null : formatValue(100 * interval.high, 1),
        spread === null ? null : formatValue(100 * spread, 1),
      ],
    ),
  };
}
