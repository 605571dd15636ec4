/** Which words labelled rows count more, and which less: learned weights beside the plain mean, a column a class. */
import { scaleLinear } from 'd3';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { signed } from './contributions.ts';

export interface WeightedWord {
  readonly word: string;
  /** Weight, times that of the plain mean, where every word has 1. */
  readonly times: number;
  /** How likely the PLM finds it anyway, over the support set, times the mean of its class's words; null where not known. */
  readonly prior: number | null;
}

export interface WeightedClass {
  readonly label: string;
  /** By falling weight. */
  readonly words: readonly WeightedWord[];
}

export interface LearnedWeights {
  readonly classes: readonly WeightedClass[];
  /** Labelled rows of each class, and how many runs the weights are means of. */
  readonly shots: number;
  readonly runs: number;
}

export const WEIGHTS_TITLE = 'Which words do labels count more?';

const ROW = 18;
const HEAD = 28;
const FOOT = 22;
const GAP = 24;
const COLUMN = 300;
const NAME = 0.4;
const VALUE = 40;
/** Words of a class that gained most, and that lost most. */
const MOST = { up: 5, down: 2 } as const;
/** Ends of the scale in doublings; they change seldom. */
const ENDS = [0.5, 1, 2, 4, 8] as const;

const hasPriors = ({ classes }: LearnedWeights): boolean =>
  classes.some(({ words }) => words.some(({ prior }) => prior !== null));

export function weightsText(input: LearnedWeights): FigureText {
  const { shots, runs } = input;
  return {
    title: WEIGHTS_TITLE,
    facts: `doublings of a word’s weight against the plain mean · ${String(shots)} labelled ${shots === 1 ? 'row' : 'rows'} of each class · mean of ${String(runs)} ${runs === 1 ? 'run' : 'runs'}`,
    howToRead: hasPriors(input)
      ? 'Right: counts more than in the plain mean, +1 is twice. Left: less. Tick: how likely the word is anyway, against its class.'
      : 'Right: counts more than in the plain mean, +1 is twice as much. Left: counts less. The most moved words of each class are shown.',
  };
}

/** What is drawn of a class. */
function ends({ words }: WeightedClass): WeightedClass['words'] {
  if (words.length <= MOST.up + MOST.down) return words;
  return [...words.slice(0, MOST.up), ...words.slice(-MOST.down)];
}

export function learnedWeights({ classes }: LearnedWeights, width: number): SvgNode {
  const across = Math.max(1, Math.min(classes.length, Math.floor((width + GAP) / (COLUMN + GAP))));
  const column = (width - GAP * (across - 1)) / across;
  const shown = classes.map((one) => ({ label: one.label, words: ends(one) }));
  const doublings = shown.flatMap(({ words }) => words.map(({ times }) => Math.abs(Math.log2(times))));
  const most = Math.max(0, ...doublings.filter(Number.isFinite));
  const end = ENDS.find((one) => most <= one) ?? most;
  const rows = Math.max(...shown.map(({ words }) => words.length));
  const block = HEAD + rows * ROW + GAP / 2;
  const height = Math.ceil(classes.length / across) * block + FOOT;
  const x = scaleLinear([-end, end], [NAME * column + VALUE, column - VALUE]).clamp(true);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': WEIGHTS_TITLE },
    [
      ...shown.map(({ label, words }, index) =>
        svg(
          'g',
          {
            transform: `translate(${(index % across) * (column + GAP)},${Math.floor(index / across) * block})`,
            'data-class': label,
          },
          [
            svgText(0, 16, label, { 'font-size': 13.5, 'font-weight': 650, fill: colour('ink') }),
            ...words.flatMap(({ word, times }, row) => bar(word, Math.log2(times), row, x, NAME * column)),
            ...words.flatMap(({ prior }, row) => (prior === null ? [] : [tick(x(Math.log2(prior)), row)])),
            svg('line', {
              x1: x(0),
              x2: x(0),
              y1: HEAD - 4,
              y2: HEAD + words.length * ROW,
              stroke: colour('muted'),
            }),
          ],
        ),
      ),
      svgText(width, height - 4, `scale −${String(end)} to +${String(end)} doublings`, {
        'font-size': 12,
        fill: colour('muted'),
        'text-anchor': 'end',
      }),
    ],
  );
}

/** Beyond the scale it stands at its end. */
const tick = (x: number, row: number): SvgNode =>
  svg('line', {
    'data-prior': '',
    x1: x,
    x2: x,
    y1: HEAD + row * ROW,
    y2: HEAD + (row + 1) * ROW - 2,
    stroke: colour('ink'),
    'stroke-width': 2,
  });

function bar(
  word: string,
  value: number,
  row: number,
  x: (value: number) => number,
  names: number,
): readonly SvgNode[] {
  const y = HEAD + row * ROW;
  const letters = Math.max(3, Math.floor(names / 7));
  return [
    svgText(names, y + 12, word.length > letters ? `${word.slice(0, letters - 1)}…` : word, {
      'font-size': 12.5,
      fill: colour('ink'),
      'text-anchor': 'end',
    }),
    svg('rect', {
      x: Math.min(x(0), x(value)),
      y: y + 2,
      width: Math.max(1, Math.abs(x(value) - x(0))),
      height: ROW - 6,
      rx: 2,
      fill: colour(value < 0 ? 'negative' : 'positive'),
    }),
    svgText((value < 0 ? x(0) : x(value)) + 6, y + 12, signed(value, 1), {
      'font-size': 12,
      fill: colour('muted'),
    }),
  ];
}

export function weightsTable({ classes }: LearnedWeights): TableTwin {
  return {
    caption: WEIGHTS_TITLE,
    columns: ['class', 'word', 'weight, times the plain mean’s', 'likely anyway, times the class’s mean'],
    rows: classes.flatMap(({ label, words }) =>
      words.map(({ word, times, prior }) => [
        label,
        word,
        formatValue(times, 2),
        prior === null ? null : formatValue(prior, 2),
      ]),
    ),
  };
}
