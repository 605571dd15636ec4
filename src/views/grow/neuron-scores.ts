/** How active each layer's neurons are, sorted, and how much of that activity the first, narrowest stage keeps. */
import { area, scaleLinear } from 'd3';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

export const SCORES_TITLE = 'Which neurons are kept?';

export interface ScoredBlock {
  /** Of the PLM, from 0. */
  readonly layer: number;
  /** Mean absolute activation of each neuron, falling. */
  readonly scores: readonly number[];
}

export interface ScoresInput {
  readonly blocks: readonly ScoredBlock[];
  /** Neurons that each stage keeps of the widest block, rising. */
  readonly cuts: readonly number[];
  /** Training rows that were seen. */
  readonly rows: number;
}

const ROW = 46;
const LEFT = 66;
const RIGHT = 96;
const FOOT = 24;
const TEXT = { 'font-size': 12.5, fill: colour('muted') } as const;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Neurons of a block that a cut of the widest one keeps. */
function keptOf({ scores }: ScoredBlock, cut: number, widest: number): number {
  return Math.max(1, Math.round((cut / Math.max(1, widest)) * scores.length));
}

/** Share of a block's activity that a cut keeps. */
function activityKept(block: ScoredBlock, cut: number, widest: number): number {
  const all = sum(block.scores);
  return all === 0 ? 0 : sum(block.scores.slice(0, keptOf(block, cut, widest))) / all;
}

const widestOf = ({ blocks }: ScoresInput): number =>
  Math.max(0, ...blocks.map(({ scores }) => scores.length));

export function scoresFigure(input: ScoresInput, width: number): SvgNode {
  const { blocks, cuts } = input;
  const widest = widestOf(input);
  const [first = widest] = cuts;
  const height = blocks.length * ROW + FOOT;
  const right = width - RIGHT;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': SCORES_TITLE },
    [
      // The last layer lies highest, as in the picture of the stages.
      ...[...blocks].reverse().flatMap((block, row) => {
        const bottom = (row + 1) * ROW - 4;
        const x = scaleLinear([0, Math.max(1, block.scores.length)], [LEFT, right]);
        const y = scaleLinear([0, Math.max(...block.scores, Number.EPSILON)], [bottom, row * ROW + 4]);
        const shape = area<number>()
          .digits(1)
          .x((_, rank) => x(rank))
          .y0(bottom)
          .y1((score) => y(score));
        const kept = keptOf(block, first, widest);
        return [
          svgText(LEFT - 8, bottom - 12, `layer ${String(block.layer + 1)}`, {
            ...TEXT,
            'text-anchor': 'end',
          }),
          svg('path', { class: 'scores-all', d: shape([...block.scores]) ?? '', fill: colour('rule') }),
          svg('path', {
            class: 'scores-kept',
            d: shape(block.scores.slice(0, kept)) ?? '',
            fill: colour('flow'),
          }),
          ...cuts.map((cut) =>
            svg('line', {
              class: 'scores-cut',
              x1: x(keptOf(block, cut, widest)),
              x2: x(keptOf(block, cut, widest)),
              y1: row * ROW + 4,
              y2: bottom,
              stroke: colour('ink'),
              'stroke-dasharray': '2 3',
            }),
          ),
          svgText(
            right + 8,
            bottom - 12,
            `${String(Math.round(100 * activityKept(block, first, widest)))} % kept`,
            TEXT,
          ),
        ];
      }),
      svgText(right, height - 6, 'neurons, most active first', { ...TEXT, 'text-anchor': 'end' }),
    ],
  );
}

export function scoresText(input: ScoresInput): FigureText {
  const { blocks, cuts, rows } = input;
  return {
    title: SCORES_TITLE,
    facts: `mean absolute activation on ${String(rows)} training rows · ${String(blocks.length)} layers · first stage keeps ${String(cuts.at(0) ?? widestOf(input))} of ${String(widestOf(input))} neurons`,
    howToRead:
      'Each row: a layer’s neurons, sorted. Dark: those the first stage keeps; dashed: what later ones keep. Right: their share of all activity.',
  };
}

export function scoresTable(input: ScoresInput): TableTwin {
  const widest = widestOf(input);
  return {
    caption: SCORES_TITLE,
    columns: [
      'layer',
      'neurons',
      'highest score',
      'median',
      ...input.cuts.map((cut) => `activity kept by ${String(cut)}, %`),
    ],
    rows: input.blocks.map((block) => [
      block.layer + 1,
      block.scores.length,
      formatValue(block.scores.at(0) ?? null),
      formatValue(block.scores.at(Math.floor(block.scores.length / 2)) ?? null),
      ...input.cuts.map((cut) => formatValue(100 * activityKept(block, cut, widest), 1)),
    ]),
  };
}
