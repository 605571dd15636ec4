/** Rows of the task before (template alone) and after (soft prompt): bars of class probabilities, and the table. */
import type { ExamplePrediction } from '../../experiment/run-record.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatShare, type TableTwin } from '../table-twin.ts';
import { CHANGE_TEXT, judgeExample } from './judge-example.ts';

export interface ExamplesInput {
  readonly step: number;
  readonly rows: readonly ExamplePrediction[];
  readonly labels: readonly string[];
  readonly seed: number;
}

const BAR = { height: 7, gap: 2, group: 22, name: 96, number: 44 } as const;
const SMALL = 11;

export function examplesText(input: ExamplesInput): FigureText {
  const flipped = input.rows.filter((row) => judgeExample(row).change !== 'same').length;
  return {
    title: 'Which answers does the soft prompt turn over?',
    facts: `step ${input.step} · n = ${input.rows.length} dev rows, ${flipped} flipped · 1 seed (${input.seed})`,
    howToRead:
      'Upper bar: probability of the class with the soft prompt. Lower bar: with the template alone. The true class is marked with a dot.',
  };
}

export function barsHeight(classes: number): number {
  return classes * BAR.group + 2;
}

/** Two bars a class: with the soft prompt above, template alone below. */
export function probabilityBars(
  example: ExamplePrediction,
  labels: readonly string[],
  width: number,
): SvgNode {
  const height = barsHeight(labels.length);
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': barsSummary(example, labels),
    },
    bars(example, labels, width),
  );
}

function bars(example: ExamplePrediction, labels: readonly string[], width: number): readonly SvgNode[] {
  const room = Math.max(20, width - BAR.name - BAR.number);
  return labels.flatMap((label, c) => {
    const y = c * BAR.group + 3;
    const before = example.before[c] ?? 0;
    const after = example.after[c] ?? 0;
    const bar = (top: number, share: number, ink: 'prompted' | 'plain'): SvgNode =>
      svg('rect', {
        x: BAR.name,
        y: top,
        width: Math.max(0.5, share * room),
        height: BAR.height,
        fill: colour(ink),
      });
    const mark =
      c === example.label ? [svg('circle', { cx: 5, cy: y + 8, r: 3.5, fill: colour('ink') })] : [];
    return [
      ...mark,
      svgText(13, y + 12, shorten(label, 14), { 'font-size': SMALL, fill: colour('ink') }),
      svg('line', { x1: BAR.name, x2: BAR.name + room, y1: y + 17.5, y2: y + 17.5, stroke: colour('rule') }),
      bar(y, after, 'prompted'),
      bar(y + BAR.height + BAR.gap, before, 'plain'),
      svgText(BAR.name + room + 6, y + 11, `${Math.round(after * 100)} %`, {
        'font-size': SMALL,
        fill: colour('ink'),
      }),
    ];
  });
}

function barsSummary({ before, after, label }: ExamplePrediction, labels: readonly string[]): string {
  const classes = labels.map(
    (name, c) =>
      `${name} ${formatShare(after[c] ?? null)} with the prompt, ${formatShare(before[c] ?? null)} without`,
  );
  const truth = label === null ? '' : ` True class: ${labels[label] ?? 'unknown'}.`;
  return `${classes.join('; ')}.${truth}`;
}

const ROW_TEXT = 20;
const ROW_GAP = 14;
/** Average width of a character at the figure's size; a file can't measure text. */
const CHARACTER = 6.2;

/** All rows as one figure, for files. */
export function examplesSvg(
  input: ExamplesInput,
  width: number,
): { readonly node: SvgNode; readonly height: number } {
  const stride = ROW_TEXT + barsHeight(input.labels.length) + ROW_GAP;
  const height = Math.max(1, input.rows.length) * stride;
  const rows = input.rows.map((row, i) =>
    svg('g', { transform: `translate(12,${i * stride})` }, [
      svgText(0, 13, shorten(rowText(row), Math.floor((width - 140) / CHARACTER)), {
        'font-size': 12,
        fill: colour('ink'),
      }),
      svgText(width - 24, 13, CHANGE_TEXT[judgeExample(row).change], {
        'text-anchor': 'end',
        'font-size': SMALL,
        'font-weight': 600,
        fill: colour('ink'),
      }),
      svg('g', { transform: `translate(0,${ROW_TEXT})` }, bars(row, input.labels, width - 24)),
    ]),
  );
  const node = svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': examplesText(input).title,
    },
    rows,
  );
  return { node, height };
}

function rowText({ a, b }: ExamplePrediction): string {
  return b === undefined ? a : `${a} ‖ ${b}`;
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

export function examplesTable({ rows, labels, step }: ExamplesInput): TableTwin {
  return {
    caption: `Predictions with the template alone and with the soft prompt, step ${step}`,
    columns: [
      'text',
      'label',
      'template alone',
      'its probability',
      'soft prompt',
      'its probability ',
      'change',
    ],
    rows: rows.map((row) => {
      const { before, after, change } = judgeExample(row);
      return [
        rowText(row),
        row.label === null ? '' : (labels[row.label] ?? ''),
        labels[before] ?? '',
        formatShare(row.before[before] ?? null),
        labels[after] ?? '',
        formatShare(row.after[after] ?? null),
        CHANGE_TEXT[change],
      ];
    }),
  };
}
