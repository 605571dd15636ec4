/** A pair in words: what its prompt brings, how the seeds agree, which pair is the strongest. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { capital } from '../number-words.ts';
import { isKnown, isSameType, knownSeeds, minus, type TaskPair } from './estimate-text.ts';
import { isTrained, whyNoShare } from './target-gain.ts';

const whole = (share: number): string => minus(String(Math.round(100 * share) + 0));

/** Such as `same family · seeds 47, 47, 43 %`. */
export function relationText(report: TransferReport, pair: TaskPair): string {
  const relation =
    pair.source === pair.target
      ? `own prompt (${report.tasks[pair.target].family})`
      : isSameType(report, pair)
        ? `same family (${report.tasks[pair.source].family})`
        : `${report.tasks[pair.source].family} → ${report.tasks[pair.target].family}`;
  const cell = report.cells[pair.target][pair.source];
  const seeds = cell === null ? [] : knownSeeds(cell.accuracy);
  if (seeds.length === 0 || cell?.rows === 0) return relation;
  return `${relation} · ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.map(whole).join(', ')} %`;
}

/** What the prompt brings of the target's gain, or why that cannot be said. */
export function broughtText(report: TransferReport, { source, target }: TaskPair): string {
  const cell = report.cells[target][source];
  if (cell === null) return 'This pair was not measured yet; the sweep fills its cell when it goes on.';
  if (source === target)
    return whyNoShare(report, target) === null
      ? 'The gain itself: 100 %.'
      : `${capital(whyNoShare(report, target) ?? '')}.`;
  const why = whyNoShare(report, target);
  if (why !== null) return `${capital(why)}.`;
  if (!isKnown(cell.recovery)) return 'Its share of the gain is not known yet.';
  const { mean, interval } = cell.recovery;
  const range = interval === null ? '' : ` [${whole(interval.low)}, ${whole(interval.high)}]`;
  return mean < 0 && Math.round(100 * mean) < 0
    ? `Worse than the best without training: ${whole(mean)} %${range} of the gain.`
    : `Brings ${whole(mean)} %${range} of the gain.`;
}

/** The pair of different tasks that brings most of the gain; null before all prompts are trained, or without any share. */
export function strongestPair(report: TransferReport): TaskPair | null {
  const isComplete = report.tasks.every((_, task) => isTrained(report, task));
  if (!isComplete) return null;
  const pairs = report.cells.flatMap((row, target) =>
    row.flatMap((cell, source) => {
      if (cell === null || source === target || whyNoShare(report, target) !== null) return [];
      return isKnown(cell.recovery) ? [{ source, target, share: cell.recovery.mean }] : [];
    }),
  );
  if (pairs.length === 0) return null;
  const { source, target } = pairs.reduce((best, pair) => (pair.share > best.share ? pair : best));
  return { source, target };
}
