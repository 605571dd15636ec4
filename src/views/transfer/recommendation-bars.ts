/** Which ranking of a bank of prompts finds the best one for a new task: what is lost by following it. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { RecommendationReport, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { TableTwin } from '../table-twin.ts';
import { minus, seedsText } from './estimate-text.ts';

const ROW = 26;
const HEAD = 34;
const FOOT = 30;
const TEXT = { 'font-size': 11, fill: colour('muted') } as const;

export interface RecommendationLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** From points of accuracy to pixels. */
  readonly x: ScaleLinear<number, number>;
  readonly rows: readonly RecommendationReport[];
}

/** The ranking that loses least comes first. */
export function recommendationRows({ recommendations }: TransferReport): readonly RecommendationReport[] {
  return [...recommendations].sort((a, b) => a.regret.mean - b.regret.mean);
}

export function recommendationLayout(report: TransferReport, width: number): RecommendationLayout {
  const rows = recommendationRows(report);
  const most = Math.max(1, ...rows.map(({ regret }) => 100 * (regret.interval?.high ?? regret.mean)));
  const left = Math.min(200, 0.45 * width);
  const right = width - (width < 520 ? 56 : 150);
  return {
    width,
    height: HEAD + rows.length * ROW + FOOT,
    left,
    right,
    x: scaleLinear([0, most], [left, right]).nice(),
    rows,
  };
}

export function recommendationText(report: TransferReport): FigureText {
  const targets = Math.max(
    0,
    ...report.recommendations.map(
      ({ recommended }) => recommended.filter((source) => source !== null).length,
    ),
  );
  return {
    title: 'Which prompt should a new task start from?',
    facts: `accuracy lost by taking the prompt ranked first instead of the best one · ${report.plm} · ${targets} targets · ${seedsText(report)} · lines: 95 % intervals over seeds`,
    howToRead:
      'Each task is taken for a new one with few rows. The shorter the bar, the better that ranking chose.',
  };
}

const points = (share: number): string => minus((100 * share).toFixed(1));

export function recommendationBars(report: TransferReport, width: number): SvgNode {
  const layout = recommendationLayout(report, width);
  const { x, left, right, rows, height } = layout;
  const bottom = HEAD + rows.length * ROW;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': recommendationText(report).title,
    },
    [
      svgText(left, 14, 'points of accuracy lost', TEXT),
      svgText(width - 4, 14, width < 520 ? 'hits' : 'best one found · ρ', { ...TEXT, 'text-anchor': 'end' }),
      ...x
        .ticks(5)
        .flatMap((tick) => [
          svg('line', { x1: x(tick), x2: x(tick), y1: HEAD - 6, y2: bottom, stroke: colour('rule') }),
          svgText(x(tick), bottom + 16, minus(String(tick)), { ...TEXT, 'text-anchor': 'middle' }),
        ]),
      ...rows.map((row, index) => rowNode(row, HEAD + index * ROW, layout)),
      svg('line', { x1: left, x2: left, y1: HEAD - 6, y2: bottom, stroke: colour('ink') }),
      svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: colour('rule') }),
    ],
  );
}

function rowNode(row: RecommendationReport, top: number, layout: RecommendationLayout): SvgNode {
  const { x, left, width } = layout;
  const middle = top + ROW / 2;
  const { mean, interval } = row.regret;
  const letters = Math.floor((left - 10) / 6.2);
  const name = row.by.length > letters ? `${row.by.slice(0, letters - 1)}…` : row.by;
  const found = `${(100 * row.topHit.mean).toFixed(0)} %`;
  const rho = row.rho === null ? '—' : minus(row.rho.mean.toFixed(2));
  return svg('g', { 'data-by': row.by }, [
    svgText(left - 8, middle + 4, name, { 'font-size': 12, fill: colour('ink'), 'text-anchor': 'end' }),
    svg('rect', {
      x: left,
      y: top + 6,
      width: Math.max(0, x(100 * mean) - left),
      height: ROW - 12,
      fill: colour('prompted'),
      'fill-opacity': 0.75,
    }),
    ...(interval === null
      ? []
      : [
          svg('line', {
            x1: x(100 * interval.low),
            x2: x(100 * interval.high),
            y1: middle,
            y2: middle,
            stroke: colour('ink'),
            'stroke-width': 1.5,
          }),
        ]),
    svgText(width - 4, middle + 4, width < 520 ? found : `${found} · ${rho}`, {
      'font-size': 12,
      fill: colour('ink'),
      'text-anchor': 'end',
    }),
  ]);
}

export function recommendationTable(report: TransferReport): TableTwin {
  const { tasks } = report;
  return {
    caption: recommendationText(report).title,
    columns: [
      'ranked by',
      'accuracy lost, points',
      'best one found, %',
      'Spearman ρ with the true accuracies',
      ...tasks.map(({ name }) => `for ${name}`),
    ],
    rows: recommendationRows(report).map(({ by, regret, topHit, rho, recommended }) => [
      by,
      points(regret.mean),
      (100 * topHit.mean).toFixed(0),
      rho === null ? null : minus(rho.mean.toFixed(2)),
      ...recommended.map((source) => (source === null ? null : tasks[source].name)),
    ]),
  };
}
