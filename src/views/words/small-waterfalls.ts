/** Every recorded task and PLM as a small waterfall, all on one scale: where words lose is seen at once. */
import { percent } from '../finding.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { STEP_NAMES, waterfallBars, type WaterfallInput } from './waterfall-input.ts';

export interface SmallWaterfall {
  readonly plm: string;
  readonly task: string;
  readonly input: WaterfallInput;
}

const CARD = { width: 212, height: 132 } as const;
const GAP = 20;
const PLOT = { top: 40, bottom: 112 } as const;

export const SMALL_TITLE = 'Do words help on every task?';

export function smallText(all: readonly SmallWaterfall[]): FigureText {
  const runs = all.map(({ input: { templates, supports } }) => templates * supports);
  const rows = all.map(({ input }) => input.rows);
  const range = (values: readonly number[]): string => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? String(low) : `${String(low)} to ${String(high)}`;
  };
  return {
    title: SMALL_TITLE,
    facts:
      all.length === 0
        ? ''
        : `${String(all.length)} recorded · mean of ${range(runs)} runs, ${range(rows)} test rows each · from guessing · scale 0 to 100 %`,
    howToRead:
      'Each picture is a task on one PLM: one word, calibrated, more words, refined. A bar that goes down is a loss.',
  };
}

/** How much the last bar stands above or below calibration alone, in shares; null where either is missing. */
export function wordsAdd({ input }: SmallWaterfall): number | null {
  const bars = waterfallBars(input);
  const calibrated = bars.find(({ id }) => id === 'calibrated');
  const last = bars.at(-1);
  return calibrated === undefined || last === undefined || last === calibrated
    ? null
    : last.to - calibrated.to;
}

export function smallWaterfalls(all: readonly SmallWaterfall[], width: number): SvgNode {
  const across = Math.max(1, Math.floor((width + GAP) / (CARD.width + GAP)));
  const height = Math.max(1, Math.ceil(all.length / across)) * (CARD.height + GAP);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': SMALL_TITLE },
    all.map((one, index) => {
      const x = (index % across) * (CARD.width + GAP);
      const y = Math.floor(index / across) * (CARD.height + GAP);
      return svg(
        'g',
        { transform: `translate(${x},${y})`, 'data-task': one.task, 'data-plm': one.plm },
        card(one),
      );
    }),
  );
}

function card(one: SmallWaterfall): readonly SvgNode[] {
  const y = (share: number): number => PLOT.bottom - share * (PLOT.bottom - PLOT.top);
  const bars = waterfallBars(one.input);
  const column = CARD.width / one.input.steps.length;
  const add = wordsAdd(one);
  const first = bars.at(0);
  const last = bars.at(-1);
  return [
    svgText(0, 12, `${one.task} · ${one.plm}`, {
      'font-size': 12.5,
      'font-weight': 650,
      fill: colour('ink'),
    }),
    svgText(0, 28, add === null ? '' : `words on top of calibration: ${pointsOf(add)}`, {
      'font-size': 12,
      fill: colour(add !== null && add < 0 ? 'negative' : 'muted'),
    }),
    ...[0, 1].map((share) =>
      svg('line', { x1: 0, x2: CARD.width, y1: y(share), y2: y(share), stroke: colour('rule') }),
    ),
    svg('line', {
      x1: 0,
      x2: CARD.width,
      y1: y(one.input.guess),
      y2: y(one.input.guess),
      stroke: colour('muted'),
      'stroke-dasharray': '2 3',
    }),
    ...bars.map(({ id, column: at, from, to }) =>
      svg('rect', {
        'data-step': id,
        x: at * column + 4,
        y: Math.min(y(from), y(to)),
        width: column - 12,
        height: Math.max(1.5, Math.abs(y(from) - y(to))),
        fill: colour(at === 0 ? 'plain' : to < from ? 'negative' : 'prompted'),
      }),
    ),
    ...(first === undefined ? [] : [end(first.column * column, percent(first.to), 'start')]),
    ...(last === undefined || last === first ? [] : [end(CARD.width - 8, percent(last.to), 'end')]),
  ];
}

const end = (x: number, text: string, anchor: 'start' | 'end'): SvgNode =>
  svgText(x + (anchor === 'start' ? 4 : 0), CARD.height - 4, text, {
    'font-size': 12.5,
    'font-weight': 600,
    fill: colour(anchor === 'start' ? 'plain' : 'prompted'),
    'text-anchor': anchor,
  });

function pointsOf(share: number): string {
  const text = formatValue(100 * Math.abs(share), 1);
  return `${share < 0 ? '−' : '+'}${text}`;
}

export function smallTable(all: readonly SmallWaterfall[]): TableTwin {
  const steps = all.at(0)?.input.steps ?? [];
  return {
    caption: SMALL_TITLE,
    columns: [
      'task',
      'PLM',
      'guessing, %',
      ...steps.map(({ id }) => `${STEP_NAMES[id]}, %`),
      'words on top of calibration, points',
    ],
    rows: all.map((one) => {
      const add = wordsAdd(one);
      return [
        one.task,
        one.plm,
        formatValue(100 * one.input.guess, 1),
        ...one.input.steps.map(({ mean }) => (mean === null ? null : formatValue(100 * mean, 1))),
        add === null ? null : pointsOf(add),
      ];
    }),
  };
}
