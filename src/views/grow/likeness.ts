/** How alike prompts are that were trained on differently large parts, beside prompts of another start, which show what the start alone does. */
import { scaleLinear } from 'd3';
import type { ReportedSimilarity, ReportedStage } from '../../experiment/progressive/growth-report.ts';
import { inked, type Finding } from '../finding.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

export const LIKENESS_TITLE = 'Are prompts of different parts alike?';

export interface LikenessInput {
  readonly similarity: readonly ReportedSimilarity[];
  readonly stages: readonly Pick<ReportedStage, 'layers' | 'neurons'>[];
  readonly seeds: number;
}

const ROW = 30;
const TOP = 30;
const FOOT = 40;
const LEFT = 190;
const RIGHT = 24;
const TEXT = { 'font-size': 12.5, fill: colour('muted') } as const;

/** Numbers are those of the plan: where equal stages were merged, a later one has no size of its own. */
function partName({ stages }: LikenessInput, stage: number): string {
  const own = stages.at(stage);
  return own === undefined
    ? `stage ${String(stage + 1)}`
    : `${String(own.layers.length)} × ${String(own.neurons)}`;
}

const pairName = (input: LikenessInput, [one, other]: ReportedSimilarity['between']): string =>
  `${partName(input, one)} and ${partName(input, other)}`;

export function likenessFigure(input: LikenessInput, width: number): SvgNode {
  const { similarity } = input;
  const height = TOP + similarity.length * ROW + FOOT;
  const values = similarity.flatMap(({ C_concat, otherStart }) => [C_concat, otherStart ?? 0]);
  const x = scaleLinear([Math.min(0, ...values), 1], [LEFT, width - RIGHT]).nice(5);
  const bottom = TOP + similarity.length * ROW;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': LIKENESS_TITLE },
    [
      ...legend(),
      ...x
        .ticks(5)
        .flatMap((tick) => [
          svg('line', { x1: x(tick), x2: x(tick), y1: TOP, y2: bottom, stroke: colour('rule') }),
          svgText(x(tick), bottom + 17, formatValue(tick, 1), { ...TEXT, 'text-anchor': 'middle' }),
        ]),
      ...similarity.flatMap((pair, row) => {
        const y = TOP + (row + 0.5) * ROW;
        return [
          svgText(LEFT - 10, y + 4, pairName(input, pair.between), { ...TEXT, 'text-anchor': 'end' }),
          ...(pair.otherStart === null
            ? []
            : [
                svg('path', {
                  class: 'other-start',
                  d: 'M0 -6l6 6l-6 6l-6 -6z',
                  transform: `translate(${rounded(x(pair.otherStart))},${rounded(y)})`,
                  fill: colour('surface'),
                  stroke: colour('plain'),
                  'stroke-width': 2,
                }),
              ]),
          svg('circle', { class: 'same-start', cx: x(pair.C_concat), cy: y, r: 5, fill: colour('prompted') }),
        ];
      }),
      svgText(width - RIGHT, height - 4, 'cosine of the whole prompts', { ...TEXT, 'text-anchor': 'end' }),
    ],
  );
}

function legend(): readonly SvgNode[] {
  return [
    svg('circle', { cx: 8, cy: 11, r: 5, fill: colour('prompted') }),
    svgText(20, 15, 'from one start', TEXT),
    svg('path', {
      d: 'M0 -6l6 6l-6 6l-6 -6z',
      transform: 'translate(140,11)',
      fill: colour('surface'),
      stroke: colour('plain'),
      'stroke-width': 2,
    }),
    svgText(152, 15, 'from another start', TEXT),
  ];
}

const rounded = (value: number): string => String(Math.round(10 * value) / 10);

interface Compared {
  readonly same: number;
  readonly other: number;
}

/** null where the control is missing: without it likeness says nothing of the parts. */
export function likenessFinding({ similarity }: LikenessInput): Finding | null {
  const known = (
    same: 'C_concat' | 'neuronOverlap',
    other: 'otherStart' | 'otherStartOverlap',
  ): readonly Compared[] =>
    similarity.flatMap((pair) => {
      const [a, b] = [pair[same], pair[other]];
      return a === null || b === null ? [] : [{ same: a, other: b }];
    });
  const [prompts, neurons] = [known('C_concat', 'otherStart'), known('neuronOverlap', 'otherStartOverlap')];
  if (prompts.length === 0) return null;
  const mean = (of: (pair: Compared) => number, pairs = prompts): string =>
    formatValue(pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length, 2);
  return [
    'Prompts trained on different parts from one start have a cosine of ',
    inked(
      'learn',
      mean(({ same }) => same),
    ),
    '; from different starts it is ',
    inked(
      'before',
      mean(({ other }) => other),
    ),
    neurons.length === 0
      ? '.'
      : `. The neurons that they activate in the whole PLM overlap by ${mean(({ same }) => same, neurons)} and ${mean(({ other }) => other, neurons)}.`,
  ];
}

export function likenessText({ seeds }: LikenessInput): FigureText {
  return {
    title: LIKENESS_TITLE,
    facts: `layers × neurons of both parts · mean of ${seeds === 1 ? '1 seed' : `${String(seeds)} seeds`}`,
    howToRead:
      'Each row: two parts. Dot: their prompts from one start. Diamond: one of them from another. A start alone makes prompts alike.',
  };
}

export function likenessTable(input: LikenessInput): TableTwin {
  return {
    caption: LIKENESS_TITLE,
    columns: [
      ...['parts', 'whole prompts', 'mean vectors', 'row by row', 'from another start'],
      ...['neurons (ON)', 'neurons, from another start'],
    ],
    rows: input.similarity.map((pair) => [
      pairName(input, pair.between),
      ...[
        ...[pair.C_concat, pair.C_average, pair.perPosition, pair.otherStart],
        ...[pair.neuronOverlap, pair.otherStartOverlap],
      ].map((value) => (value === null ? null : formatValue(value, 3))),
    ]),
  };
}
