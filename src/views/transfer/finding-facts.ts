/** What of a report the finding of a transfer sweep is made of. New fields of a report are taken up here alone. */
import type { Interval } from '../../experiment/statistics.ts';
import type { PairMean, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { isKnown } from './estimate-text.ts';
import { isTrained, whyNoShare } from './target-gain.ts';
import type { FamilyMean, TransferFacts } from './transfer-finding.ts';

/**
 * Interval of a difference out of those of both means (method of variance estimates recovery, Zou and Donner 2008). The
 * means share seeds, which this leaves out: it errs on the wide side where seeds lift both.
 */
export function gapInterval(same: FamilyMean, other: FamilyMean): Interval | null {
  if (same.interval === null || other.interval === null) return null;
  const gap = same.mean - other.mean;
  return {
    low: gap - Math.hypot(same.mean - same.interval.low, other.interval.high - other.mean),
    high: gap + Math.hypot(same.interval.high - same.mean, other.mean - other.interval.low),
  };
}

/** As shares of 1: a relative performance counts in per cent. */
function meanOf(mean: PairMean, measure: 'recovery' | 'relative'): FamilyMean | null {
  const estimate = mean[measure];
  if (!isKnown(estimate)) return null;
  const unit = measure === 'recovery' ? 1 : 100;
  const { interval } = estimate;
  return {
    mean: estimate.mean / unit,
    interval: interval === null ? null : { low: interval.low / unit, high: interval.high / unit },
  };
}

/** Shares of the gain that prompts bring on other tasks than their own, from the least to the most; null without any. */
function sharesSoFar(report: TransferReport): Interval | null {
  const shares = report.cells.flatMap((row, target) =>
    row.flatMap((cell, source) => {
      if (cell === null || source === target || whyNoShare(report, target) !== null) return [];
      return isKnown(cell.recovery) ? [cell.recovery.mean] : [];
    }),
  );
  return shares.length === 0 ? null : { low: Math.min(...shares), high: Math.max(...shares) };
}

/** @param isLive whether the sweep is under way */
export function transferFacts(report: TransferReport | null, isLive: boolean): TransferFacts {
  if (report === null || report.tasks.length === 0) return isLive ? BEGINNING : { kind: 'none' };
  const tasks = report.tasks.map((_, task) => task);
  const trained = tasks.filter((task) => isTrained(report, task));
  const isWhole = report.cells.every((row) => row.every((cell) => cell !== null));
  const measured = report.cells.some((row, target) =>
    row.some((cell, source) => cell !== null && source !== target),
  );
  const families = new Set(trained.map((task) => report.tasks[task].family));
  const isEarly = isLive && !isWhole;
  if (isEarly || !measured)
    return {
      kind: 'filling',
      isLive,
      trained: trained.length,
      tasks: tasks.length,
      family: trained.length > 1 && families.size === 1 ? report.tasks[trained[0]].family : null,
      shares: sharesSoFar(report),
    };
  const seeds = report.recipe === null && report.engine === 'as published' ? null : report.seeds.length;
  const common = { seeds, isWhole } as const;
  const measure = [report.sameType, report.differentType].some(({ recovery }) => isKnown(recovery))
    ? 'recovery'
    : 'relative';
  const isRandomKnown = report.tasks.some(({ random }) => isKnown(random));
  if (measure === 'relative' && isRandomKnown) return { kind: 'no-gain', tasks: tasks.length, ...common };
  const { within } = report.headline;
  if (within !== null)
    return {
      kind: 'within',
      difference: within.difference.mean,
      interval: within.difference.interval,
      targets: within.targets.filter((target) => target !== null).length,
      ...common,
    };
  const [same, other] = [meanOf(report.sameType, measure), meanOf(report.differentType, measure)];
  return {
    kind: 'compared',
    measure: measure === 'recovery' ? 'share' : 'accuracy',
    same,
    other,
    gap: same === null || other === null ? null : gapInterval(same, other),
    ...common,
  };
}

const BEGINNING: TransferFacts = {
  kind: 'filling',
  isLive: true,
  trained: 0,
  tasks: 0,
  family: null,
  shares: null,
};
