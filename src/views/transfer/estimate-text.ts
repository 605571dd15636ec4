/** Estimates in words, and what the views need to know of pairs of tasks. */
import type { Correlation, Estimate, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { Interval } from '../../experiment/statistics.ts';

/** Positions in the report's `tasks`: whose soft prompt, on which task. */
export interface TaskPair {
  readonly source: number;
  readonly target: number;
}

/** What an estimate counts in: `share` from 0 to 1 is shown in %, `percent` already is. */
export type EstimateUnit = 'share' | 'percent';

export function samePair(a: TaskPair | null, b: TaskPair | null): boolean {
  return a !== null && b !== null && a.source === b.source && a.target === b.target;
}

export function isSameType({ tasks }: TransferReport, { source, target }: TaskPair): boolean {
  return tasks[source].family === tasks[target].family;
}

export function pairName({ tasks }: TransferReport, { source, target }: TaskPair): string {
  return `${tasks[source].name} → ${tasks[target].name}`;
}

export function percentOf(value: number, unit: EstimateUnit): number {
  return unit === 'share' ? value * 100 : value;
}

export function minus(text: string): string {
  return text.replaceAll('-', '−');
}

export function knownSeeds(estimate: Estimate): readonly number[] {
  return estimate.seeds.filter((value) => value !== null);
}

export function seedCount(count: number): string {
  return `${count} seed${count === 1 ? '' : 's'}`;
}

export function seedsText({ seeds }: TransferReport): string {
  return seeds.length === 1 ? `1 seed (${seeds[0]})` : `${seeds.length} seeds`;
}

/** How many rows were counted; figures of others come without. */
export function rowsText(rows: number): string {
  return rows === 0 ? 'number of rows not stated' : `n = ${rows} rows`;
}

export function intervalText(interval: Interval | null, unit: EstimateUnit): string {
  if (interval === null) return '';
  const [low, high] = [interval.low, interval.high].map((end) =>
    minus(percentOf(end, unit).toFixed(1)).replace('−0.0', '0.0'),
  );
  return `[${low}, ${high}]`;
}

/** Whether there is a number at all: a mean of nothing is NaN. */
export function isKnown(estimate: Estimate | null): estimate is Estimate {
  return estimate !== null && Number.isFinite(estimate.mean);
}

/** Such as `88.1 % [85.0, 90.2], 3 seeds`. */
export function estimateText(estimate: Estimate | null, unit: EstimateUnit): string {
  if (!isKnown(estimate)) return 'not measured';
  const seeds = knownSeeds(estimate).length;
  const interval = intervalText(estimate.interval, unit);
  return [
    `${minus(percentOf(estimate.mean, unit).toFixed(1))} %${interval === '' ? '' : ` ${interval}`}`,
    ...(seeds === 0 ? [] : [seedCount(seeds)]),
  ].join(', ');
}

/** Sample standard deviation; null with fewer than two values. */
export function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = meanOf(values) ?? 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Such as `0.61 [0.40, 0.75], 12 targets`. */
export function correlationText(correlation: Correlation | null, counted: string): string {
  if (correlation === null) return 'not defined';
  const { rho, interval, count } = correlation;
  const range = interval === null ? '' : ` [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`;
  return `${minus(rho.toFixed(2) + range)}, ${count} ${counted}${count === 1 ? '' : 's'}`;
}

/** Cut to `most` letters, the last one an ellipsis. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
