/** All indicators of transferability, ranked: a dot a rank correlation, its 95 % line, filled where that leaves 0 out. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type {
  Correlation,
  IndicatorReport,
  TransferReport,
} from '../../experiment/transfer/transfer-report.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { correlationText, minus, shorten } from './estimate-text.ts';
import { sortedIndicators } from './indicator-layout.ts';
import { indicatorName, likenessName } from './indicator-names.ts';
import { isTrained } from './target-gain.ts';

export interface RankingRow {
  readonly indicator: IndicatorReport;
  /** Middle of the row. */
  readonly y: number;
}

export interface RankingLayout {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly RankingRow[];
  readonly rowHeight: number;
  readonly scale: ScaleLinear<number, number>;
  /** Right edge of the names. */
  readonly names: number;
  readonly letters: number;
}

/** Correlations of fewer would rest on two numbers a target. */
export const LEAST_PROMPTS = 4;

const LETTER = 6.5;
const LABEL = 12.5;
const VALUE = 48;
/** Between two ticks, so that their numbers stay apart. */
const TICK = 60;
const AXIS = 26;
const ROW = { least: 15, natural: 22, most: 34 } as const;
/** Rows that are shown in the least of rooms. */
const FEWEST = 3;
/** Of the room, names take at most so much. */
const MOST_NAMES = 0.48;

/** Prompts that are trained, whether they were tried yet or not: likeness can be measured as soon as they are there. */
export const trainedPrompts = (report: TransferReport): number =>
  report.tasks.filter(
    (_, task) =>
      isTrained(report, task) || report.indicators.some(({ values }) => values[task][task] !== null),
  ).length;

/** Whether the interval leaves 0 out. */
export function foretells(correlation: Correlation | null): boolean {
  const interval = correlation?.interval ?? null;
  return interval !== null && (interval.low > 0 || interval.high < 0);
}

/**
 * @param room height to fill; null for as much as it takes
 * @param most rows, the best ones
 */
export function rankingLayout(
  report: TransferReport,
  width: number,
  room: number | null,
  most = Infinity,
): RankingLayout {
  const fit = room === null ? most : Math.max(FEWEST, Math.floor((room - AXIS) / ROW.least));
  const indicators = sortedIndicators(report, 'correlation').slice(0, Math.min(most, fit));
  const longest = Math.max(0, ...indicators.map((one) => likenessName(one).length));
  const names = Math.min(longest * LETTER + 8, width * MOST_NAMES);
  const rowHeight =
    room === null
      ? ROW.natural
      : Math.max(ROW.least, Math.min(ROW.most, Math.floor((room - AXIS) / Math.max(1, indicators.length))));
  const known = indicators.flatMap(({ perTarget }) =>
    perTarget === null ? [] : [perTarget.rho, perTarget.interval?.low ?? 0, perTarget.interval?.high ?? 0],
  );
  const scale = scaleLinear()
    .domain([Math.min(0, ...known), Math.max(0.5, ...known)])
    .range([names + 14, width - VALUE]);
  return {
    width,
    height: indicators.length * rowHeight + AXIS,
    rows: indicators.map((indicator, i) => ({ indicator, y: (i + 0.5) * rowHeight })),
    rowHeight,
    scale,
    names,
    letters: Math.floor(names / LETTER),
  };
}

export function likenessRanking(layout: RankingLayout): SvgNode {
  const { width, height, rows, scale } = layout;
  const bottom = height - AXIS + 4;
  const [from, to] = scale.range();
  const ticks = scale.ticks(Math.max(2, Math.floor((to - from) / TICK)));
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${rows.length} likenesses of prompts by their rank correlation with transfer`,
    },
    [
      ...ticks.map((tick) =>
        svg('line', {
          x1: scale(tick),
          x2: scale(tick),
          y1: 0,
          y2: bottom,
          stroke: colour(tick === 0 ? 'muted' : 'rule'),
          'stroke-width': tick === 0 ? 1.6 : 1,
        }),
      ),
      ...ticks.map((tick) =>
        svgText(scale(tick), height - 4, minus(String(tick)), {
          'font-size': 12,
          'text-anchor': 'middle',
          fill: colour('muted'),
        }),
      ),
      ...rows.map((row) => rankingRow(layout, row)),
    ],
  );
}

function rankingRow({ width, scale, names, letters }: RankingLayout, { indicator, y }: RankingRow): SvgNode {
  const { perTarget } = indicator;
  const interval = perTarget?.interval ?? null;
  const isFilled = foretells(perTarget);
  const ink = colour(isFilled ? 'ink' : 'muted');
  const words = { 'font-size': LABEL, 'font-weight': isFilled ? 600 : 400, fill: ink } as const;
  return svg('g', { 'data-indicator': indicatorName(indicator) }, [
    svg('title', {}, [`${indicatorName(indicator)}: ${indicator.meaning}`]),
    svgText(names, y + 4.5, shorten(likenessName(indicator), letters), { ...words, 'text-anchor': 'end' }),
    ...(interval === null
      ? []
      : [
          svg('line', {
            class: 'interval',
            x1: scale(interval.low),
            x2: scale(interval.high),
            y1: y,
            y2: y,
            stroke: ink,
            'stroke-width': isFilled ? 2.4 : 1.6,
          }),
        ]),
    ...(perTarget === null
      ? []
      : [
          svg('circle', {
            class: isFilled ? 'settled' : 'open',
            cx: scale(perTarget.rho),
            cy: y,
            r: isFilled ? 5.5 : 4.5,
            fill: colour(isFilled ? 'ink' : 'surface'),
            stroke: ink,
            'stroke-width': 1.6,
          }),
        ]),
    svgText(width - 2, y + 4.5, perTarget === null ? '—' : minus(perTarget.rho.toFixed(2)), {
      ...words,
      'text-anchor': 'end',
    }),
  ]);
}

/** A band over the row that is pointed at or chosen. */
export function rankingMark({ width, rowHeight, rows }: RankingLayout, row: number): SvgNode {
  return svg('rect', {
    x: 1,
    y: rows[row].y - rowHeight / 2 + 0.5,
    width: width - 2,
    height: rowHeight - 1,
    rx: 4,
    fill: 'none',
    stroke: colour('ink'),
    'stroke-width': 1.6,
  });
}

export function rankingRowAt({ rows, rowHeight }: RankingLayout, y: number): number | null {
  const row = Math.floor(y / rowHeight);
  return row >= 0 && row < rows.length ? row : null;
}

/** Row, value, n: announced when it is chosen. */
export function rankingRowText(indicator: IndicatorReport): string {
  const [plain, published] = [likenessName(indicator), indicatorName(indicator)];
  const name = plain === published ? published : `${plain} (${published})`;
  return `${name}: ρ ${correlationText(indicator.perTarget, 'target')}.`;
}

/** What the ranking comes to. */
export function rankingTitle(report: TransferReport): string {
  const [best] = sortedIndicators(report, 'correlation');
  const found = report.indicators.filter(({ perTarget }) => foretells(perTarget)).length;
  const tried = report.indicators.length;
  if (!report.indicators.some(({ perTarget }) => perTarget !== null)) return 'Which likeness foretells it?';
  if (found === 0) return `None of ${String(tried)} likenesses foretells it: every interval holds 0`;
  return `${String(found)} of ${String(tried)} likenesses ${found === 1 ? 'foretells' : 'foretell'} it; ${report.ranking.finding.kind === 'stands-out' ? `best: ${likenessName(best)}` : `none stands out, first: ${likenessName(best)}`}`;
}

/** What is drawn, with n and how many were tried. @param shown rows that have room */
export function rankingFacts(report: TransferReport, shown: number): string {
  const targets = Math.max(0, ...report.indicators.map(({ perTarget }) => perTarget?.count ?? 0));
  const tried = report.indicators.length;
  return (
    `rank correlation ρ with transfer, mean of ${String(targets)} targets · line 95 % · hollow: interval holds 0 · ` +
    (shown < tried ? `best ${String(shown)} of ${String(tried)} tried` : `${String(tried)} tried`)
  );
}

/** Why nothing is ranked yet; null where there is something. */
export function whyNoRanking(report: TransferReport): string | null {
  const trained = trainedPrompts(report);
  if (report.indicators.length === 0)
    return report.recipe === null
      ? 'Published matrices come without their prompts, so no likeness can be measured.'
      : `Needs ${String(LEAST_PROMPTS)} trained prompts; ${there(trained)}.`;
  if (trained < LEAST_PROMPTS) return `Needs ${String(LEAST_PROMPTS)} trained prompts; ${there(trained)}.`;
  return report.indicators.some(({ perTarget }) => perTarget !== null)
    ? null
    : 'The prompts have yet to be tried on one another.';
}

const there = (count: number): string => (count === 1 ? '1 is there' : `${String(count)} are there`);
