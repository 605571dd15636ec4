/** What a growing run saved and what it reached: cost bars, predicted and measured, and a row an arm with its interval. */
import { scaleLinear } from 'd3';
import type { GrowthReport, ReportedArm } from '../../experiment/progressive/growth-report.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { ARM_LOOKS, ARM_ORDER } from './arm-looks.ts';
import { plannedCost } from './stage-input.ts';

export const COST_TITLE = 'Cost, share of the full run';
export const TEST_TITLE = 'Test accuracy';

export interface OutcomeInput {
  readonly report: Pick<GrowthReport, 'stages' | 'cost' | 'arms' | 'majority' | 'seeds' | 'difference'>;
  /** Test rows; null where that isn't known. */
  readonly rows: number | null;
}

export interface CostBar {
  readonly name: string;
  /** null while it isn't known. */
  readonly share: number | null;
}

/** Predicted from the compiled programs; counted and timed in the runs. */
export function costBarsOf({ stages, cost }: OutcomeInput['report']): readonly CostBar[] {
  return [
    { name: 'predicted, FLOPs', share: plannedCost({ stages }) },
    { name: 'measured, FLOPs', share: wasMeasured(stages) ? (cost.flops?.relative ?? null) : null },
    { name: 'measured, seconds', share: cost.seconds?.relative ?? null },
  ];
}

/** Before any run a report gives the prediction in place of what runs took. */
const wasMeasured = (stages: GrowthReport['stages']): boolean =>
  stages.some(({ flopsPerStep }) => flopsPerStep.counted !== null);

/** In the order in which they are read; only those that were run. */
export const armsInOrder = (arms: readonly ReportedArm[]): readonly ReportedArm[] =>
  ARM_ORDER.flatMap((name) => arms.filter((arm) => arm.name === name && arm.test !== null));

export interface RowsRoom {
  readonly width: number;
  readonly type: number;
}

const BAR_ROW = 32;
const HEIGHT_OF_BAR = 8;
const ARM_ROW = 25;
const NAME_WIDTH = 132;
const NUMBER_WIDTH = 58;

export function costBars(bars: readonly CostBar[], { width, type }: RowsRoom): SvgNode {
  const height = bars.length * BAR_ROW * type;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': COST_TITLE },
    bars.flatMap(({ name, share }, row) => {
      const top = row * BAR_ROW * type;
      const track = { x: 0, y: top + 19 * type, height: HEIGHT_OF_BAR * type, rx: 3 };
      return [
        svgText(0, top + 13 * type, name, { 'font-size': 12.5 * type, fill: colour('ink') }),
        svgText(width, top + 13 * type, share === null ? '—' : `${String(Math.round(100 * share))} %`, {
          'font-size': 12.5 * type,
          'font-weight': 600,
          'text-anchor': 'end',
          fill: colour('ink'),
        }),
        svg('rect', { ...track, width, fill: colour('rule'), 'fill-opacity': 0.6 }),
        ...(share === null
          ? []
          : [
              svg('rect', {
                ...track,
                class: 'cost-bar',
                width: width * Math.min(1, share),
                fill: colour('flow'),
              }),
            ]),
      ];
    }),
  );
}

export const armRowsHeight = (arms: number, type: number): number => arms * ARM_ROW * type;

export function armRows({ report }: OutcomeInput, { width, type }: RowsRoom): SvgNode {
  const arms = armsInOrder(report.arms);
  const height = Math.max(1, armRowsHeight(arms.length, type));
  const ends = arms.flatMap(({ test }) =>
    test === null
      ? []
      : [test.mean, ...(test.interval === null ? [] : [test.interval.low, test.interval.high])],
  );
  const left = NAME_WIDTH * type;
  const right = Math.max(left + 40, width - NUMBER_WIDTH * type);
  const x = scaleLinear([Math.min(1, ...ends), Math.max(0, ...ends)], [left + 8, right - 8]);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': TEST_TITLE },
    arms.flatMap(({ name, test }, row) => {
      if (test === null) return [];
      const y = (row + 0.5) * ARM_ROW * type;
      const { name: spoken, ink } = ARM_LOOKS[name];
      const text = { 'font-size': 12.5 * type, 'font-weight': 600 } as const;
      return [
        svg('g', { 'data-arm': name }, [
          svgText(0, y + 4 * type, spoken, { ...text, fill: colour(ink) }),
          svg('rect', {
            x: left,
            y: y - 3 * type,
            width: right - left,
            height: 6 * type,
            rx: 3,
            fill: colour('rule'),
            'fill-opacity': 0.6,
          }),
          ...(test.interval === null
            ? []
            : [
                svg('line', {
                  class: 'arm-interval',
                  x1: x(test.interval.low),
                  x2: x(test.interval.high),
                  y1: y,
                  y2: y,
                  stroke: colour(ink),
                  'stroke-width': 2.4,
                }),
              ]),
          svg('circle', { class: 'arm-mean', cx: x(test.mean), cy: y, r: 5 * type, fill: colour(ink) }),
          svgText(width, y + 4 * type, `${formatValue(100 * test.mean, 1)} %`, {
            ...text,
            'text-anchor': 'end',
            fill: colour('ink'),
          }),
        ]),
      ];
    }),
  );
}

export function testFacts({ report: { seeds }, rows }: OutcomeInput): string {
  const counted = rows === null ? '' : `n = ${String(rows)}, `;
  return `${counted}${seeds.length === 1 ? '1 seed' : `mean of ${String(seeds.length)} seeds, 95 %`}`;
}

export function outcomeText(input: OutcomeInput): FigureText {
  return {
    title: TEST_TITLE,
    facts: testFacts(input),
    howToRead:
      'Each dot: mean over seeds of the best step by dev rows. Line: 95 % interval over seeds; one seed or two have none.',
  };
}

export function outcomeTable({ report }: OutcomeInput): TableTwin {
  const percent = (share: number): string => formatValue(100 * share, 1);
  return {
    caption: TEST_TITLE,
    columns: [
      'run',
      'steps',
      'FLOPs, 10⁹',
      'seconds',
      'best step, by seed',
      'dev, %',
      'test, %',
      'from',
      'to',
    ],
    rows: armsInOrder(report.arms).map((arm) => [
      ARM_LOOKS[arm.name].name,
      arm.steps,
      formatValue(arm.flops / 1e9, 2),
      formatValue(arm.seconds, 1),
      arm.bestStep.map((step) => (step === null ? '—' : String(step))).join(' '),
      arm.dev === null ? null : percent(arm.dev.mean),
      arm.test === null ? null : percent(arm.test.mean),
      arm.test?.interval === null || arm.test === null ? null : percent(arm.test.interval.low),
      arm.test?.interval === null || arm.test === null ? null : percent(arm.test.interval.high),
    ]),
  };
}
