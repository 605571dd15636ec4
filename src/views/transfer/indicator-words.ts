/** The indicators in words: their names, what a pair has by each of them, their tables. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import type { TableTwin } from '../table-twin.ts';
import { pairName, seedsText, type TaskPair } from './estimate-text.ts';
import { indicatorName, likenessName } from './indicator-names.ts';
import { indicatorPairs, sortedIndicators, type IndicatorSort } from './indicator-layout.ts';
import { rounded } from './matrix-words.ts';

export function indicatorText(report: TransferReport): FigureText {
  const pairs = Math.max(
    0,
    ...report.indicators.map((indicator) => indicatorPairs(report, indicator).length),
  );
  return {
    title: 'Which similarity of two prompts foretells how well they transfer?',
    facts:
      `n = ${pairs} ordered pairs of different tasks; self pairs left out · ${report.plm} · ${seedsText(report)} · ` +
      'ρ: Spearman, [95 % interval]',
    howToRead:
      'A point each ordered pair, one panel each indicator, same height scale. Nearer to a rising line: foretells better. Numbered: furthest from it.',
  };
}

/** Similarity of a pair by an indicator, in words. */
export function pointText(report: TransferReport, pair: TaskPair): string {
  const cell = report.cells[pair.target][pair.source];
  const relative = cell === null ? 'not measured' : `relative ${cell.relative.mean.toFixed(1)} %`;
  const values = report.indicators.map((indicator) => {
    const value = indicator.values[pair.target][pair.source];
    return `${indicatorName(indicator)} ${value === null ? '—' : value.toFixed(3).replace('-', '−')}`;
  });
  return `${pairName(report, pair)}: ${relative}; ${values.join('; ')}.`;
}

export function indicatorTable(report: TransferReport, sort: IndicatorSort): TableTwin {
  return {
    caption: 'Indicators of transferability, with Spearman’s ρ; self pairs left out',
    columns: [
      'indicator',
      'variant',
      'in plain words',
      'ρ per target',
      'per target low',
      'per target high',
      'targets',
      'ρ pooled',
      'pooled low',
      'pooled high',
      'pairs',
      'ρ given type',
      'mean same type',
      'mean different type',
    ],
    rows: sortedIndicators(report, sort).map(({ name, variant, perTarget, pooled, ...other }) => [
      name,
      variant === '' ? 'plain' : variant,
      likenessName({ name, variant }),
      ...[perTarget, pooled].flatMap((value) => [
        rounded(value?.rho),
        rounded(value?.interval?.low),
        rounded(value?.interval?.high),
        value?.count ?? null,
      ]),
      rounded(other.partial),
      rounded(other.sameType),
      rounded(other.differentType),
    ]),
  };
}

/** A row each point of each panel: the file behind the figure. */
export function indicatorPointTable(report: TransferReport): TableTwin {
  return {
    caption: 'Similarity of prompts and relative performance, ordered pairs of different tasks',
    columns: ['indicator', 'source', 'target', 'type', 'similarity', 'relative %'],
    rows: report.indicators.flatMap((indicator) =>
      indicatorPairs(report, indicator).map(({ source, target, sameType, similarity, relative }) => [
        indicatorName(indicator),
        report.tasks[source].name,
        report.tasks[target].name,
        sameType ? 'same type' : 'different type',
        rounded(similarity),
        rounded(relative),
      ]),
    ),
  };
}
