/** A pair on a ruler of accuracy: from the best of the untrained over the foreign prompt, with its interval, to the own prompt. */
import { scaleLinear } from 'd3';
import type { Estimate, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { Palette } from '../palette.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { isKnown, type TaskPair } from './estimate-text.ts';
import { floorOf } from './target-gain.ts';

export const RULER_HEIGHT = 96;
const LINE = 46;
const SIDE = 8;
const LABEL = { 'font-size': 13, 'font-weight': 600 } as const;
const LETTER = 7.2;
/** Between two labels on one line. */
const APART = 12;
const STEP = 10;

interface RulerMark {
  readonly percent: number;
  readonly text: string;
  readonly ink: keyof Palette;
}

const percentOf = (estimate: Estimate): number => 100 * estimate.mean;
const whole = (percent: number): string => String(Math.round(percent));

function markOf(estimate: Estimate | null, name: string, ink: keyof Palette): readonly RulerMark[] {
  return isKnown(estimate)
    ? [{ percent: percentOf(estimate), text: `${name} ${whole(percentOf(estimate))} %`, ink }]
    : [];
}

function markOfFloor(floor: ReturnType<typeof floorOf>): readonly RulerMark[] {
  if (floor === null) return [];
  const percent = 100 * floor.accuracy;
  return [{ percent, text: `${floor.name} ${whole(percent)} %`, ink: 'plain' }];
}

/** Tens below and above everything on the ruler. */
function endsOf(values: readonly number[]): readonly [number, number] {
  const low = Math.floor((Math.min(...values) - STEP / 2) / STEP) * STEP;
  const high = Math.ceil((Math.max(...values) + STEP / 2) / STEP) * STEP;
  return [Math.max(0, low), Math.min(100, high)];
}

export function pairRuler(report: TransferReport, pair: TaskPair, width: number): SvgNode {
  const { own } = report.tasks[pair.target];
  const floor = floorOf(report.tasks[pair.target]);
  const isOwn = pair.source === pair.target;
  const cell = report.cells[pair.target][pair.source];
  const foreign = isOwn || cell === null ? null : cell.accuracy;
  const ends = [...markOfFloor(floor), ...markOf(own, 'own prompt', 'prompted')];
  const shown = isOwn ? own : foreign;
  const interval = isKnown(shown) ? shown.interval : null;
  const values = [
    ...ends.map(({ percent }) => percent),
    ...(isKnown(shown) ? [percentOf(shown)] : []),
    ...(interval === null ? [] : [100 * interval.low, 100 * interval.high]),
  ];
  const x = scaleLinear()
    .domain(values.length === 0 ? [0, 100] : endsOf(values))
    .range([SIDE, width - SIDE]);
  const [low, high] = x.domain();
  const ink: keyof Palette = isOwn ? 'prompted' : 'otherTask';
  const name = report.tasks[pair.source].name;
  const tens = Array.from({ length: Math.round((high - low) / STEP) - 1 }, (_, i) => low + (i + 1) * STEP);
  return svg(
    'svg',
    {
      width,
      height: RULER_HEIGHT,
      viewBox: `0 0 ${width} ${RULER_HEIGHT}`,
      role: 'img',
      'aria-label': rulerLabel(report, pair),
    },
    [
      line(x(low), x(high), 'rule', 5),
      ...tens.map((ten) =>
        svg('line', {
          x1: x(ten),
          x2: x(ten),
          y1: LINE - 5,
          y2: LINE + 5,
          stroke: colour('surface'),
          'stroke-width': 1.5,
        }),
      ),
      ...(floor !== null && isKnown(foreign)
        ? [line(x(100 * floor.accuracy), x(percentOf(foreign)), ink, 5)]
        : []),
      ...ends.map(({ percent, ink: mark }) =>
        svg('rect', { x: x(percent) - 2, y: LINE - 8, width: 4, height: 16, fill: colour(mark) }),
      ),
      ...(interval === null ? [] : whiskers(x(100 * interval.low), x(100 * interval.high), ink)),
      ...(isKnown(foreign)
        ? [
            svg('circle', {
              cx: x(percentOf(foreign)),
              cy: LINE,
              r: 7.5,
              fill: colour(ink),
              stroke: colour('surface'),
              'stroke-width': 2,
            }),
            label(
              x(percentOf(foreign)),
              LINE - 17,
              `${name}’s prompt ${whole(percentOf(foreign))}`,
              ink,
              width,
            ),
          ]
        : []),
      ...labelsBelow(ends, x, width),
    ],
  );
}

function line(from: number, to: number, ink: keyof Palette, thickness: number): SvgNode {
  return svg('line', {
    x1: from,
    x2: to,
    y1: LINE,
    y2: LINE,
    stroke: colour(ink),
    'stroke-width': thickness,
    'stroke-linecap': 'round',
    ...(ink === 'rule' ? {} : { 'stroke-opacity': 0.55 }),
  });
}

function whiskers(low: number, high: number, ink: keyof Palette): readonly SvgNode[] {
  return [
    svg('path', {
      class: 'interval',
      d: `M${round(low)} ${LINE - 6}v12M${round(low)} ${LINE}H${round(high)}M${round(high)} ${LINE - 6}v12`,
      stroke: colour(ink),
      'stroke-width': 2.4,
      fill: 'none',
    }),
  ];
}

/** Centred on `x`, but within the ruler. */
function label(x: number, y: number, text: string, ink: keyof Palette, width: number): SvgNode {
  const half = (text.length * LETTER) / 2;
  const at = Math.max(half, Math.min(width - half, x));
  return svgText(at, y, text, { ...LABEL, fill: colour(ink), 'text-anchor': 'middle' });
}

/** Labels that would touch stand one below the other. */
function labelsBelow(
  marks: readonly RulerMark[],
  x: (percent: number) => number,
  width: number,
): readonly SvgNode[] {
  const centre = ({ percent, text }: RulerMark): number => {
    const half = (text.length * LETTER) / 2;
    return Math.max(half, Math.min(width - half, x(percent)));
  };
  const [first, second] = marks;
  const touch =
    marks.length > 1 &&
    Math.abs(centre(first) - centre(second)) <
      ((first.text.length + second.text.length) * LETTER) / 2 + APART;
  return marks.map((mark, i) =>
    label(x(mark.percent), LINE + 26 + (touch && i === 1 ? 18 : 0), mark.text, mark.ink, width),
  );
}

/** The ruler in words. */
export function rulerLabel({ tasks, cells }: TransferReport, { source, target }: TaskPair): string {
  const { own, name } = tasks[target];
  const floor = floorOf(tasks[target]);
  const part = (estimate: Estimate | null, what: string): readonly string[] =>
    isKnown(estimate) ? [`${what} ${whole(percentOf(estimate))} %`] : [];
  const foreign = source === target ? null : (cells[target][source]?.accuracy ?? null);
  return `Accuracy on ${name}: ${[
    ...(floor === null ? [] : [`${floor.name} ${whole(100 * floor.accuracy)} %`]),
    ...part(foreign, `${tasks[source].name}’s prompt`),
    ...part(own, 'own prompt'),
  ].join(', ')}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
