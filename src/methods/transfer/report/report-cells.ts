/**
 * The transfer matrix: accuracy, relative performance and recovery of every pair of tasks. Own prompts and floors are scored
 * on the same rows as the source's prompt, those without the rows that leak.
 */
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import type { Estimate, ToTransfer, TransferCell } from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, meanOfKnown, overSeeds, SHARE } from './over-seeds.ts';
import {
  crossedShare,
  pairedDifference,
  pairedRatio,
  type PairedValue,
  type RowScores,
} from './paired-rows.ts';
import { shareRight, type RightRows, type SweepScores } from './sweep-scores.ts';
import { baselineRows } from './task-floor.ts';

const pick = (rows: ArrayLike<number>, kept: readonly number[]): Float64Array =>
  Float64Array.from(kept, (row) => rows[row]);

const meanRowsOf = (scores: RowScores): number => meanOf(scores.map((rows) => meanOf(Array.from(rows))));

/** The target's floor on the rows kept; null where it has nothing to transfer or the floor isn't known of all seeds. */
function floorOf(
  scores: SweepScores,
  target: SweptTask,
  toTransfer: ToTransfer,
  seeds: readonly number[],
  kept: readonly number[],
): RowScores | null {
  if (toTransfer.kind !== 'something') return null;
  const rows = baselineRows(scores, target, toTransfer.floor.name, seeds);
  return rows === null ? null : rows.map((seed) => pick(seed, kept));
}

/**
 * The cell of a pair; null while no seed has both its score and that of the target's own prompt, or where that is 0.
 * @param toTransfer of the target
 */
export function transferCell(
  scores: SweepScores,
  source: SweptTask,
  target: SweptTask,
  toTransfer: ToTransfer,
): TransferCell | null {
  const kept = scores.keptRows(source, target);
  const known = scores.seeds.flatMap((seed, at) => {
    const [right, own] = [scores.ofTask(source, target, seed), scores.ofTask(target, target, seed)];
    return right === null || own === null
      ? []
      : [{ seed, at, right: pick(right, kept), own: pick(own, kept) }];
  });
  if (known.length === 0 || kept.length === 0) return null;
  const [right, own] = [known.map((one) => one.right), known.map((one) => one.own)];
  const zero = own.map((rows) => rows.map(() => 0));
  const relative = pairedRatio(right, own, zero);
  if (relative === null) return null;
  const floor = floorOf(
    scores,
    target,
    toTransfer,
    known.map(({ seed }) => seed),
    kept,
  );
  const recovery = floor === null ? null : pairedRatio(right, own, floor);
  const ownMean = meanRowsOf(own);
  const floorMean = floor === null ? 0 : meanRowsOf(floor);
  // A seed is set against the own prompts and the floor of all seeds, so that the mean over seeds is the ratio of the
  // means, and one unlucky seed can't blow it up.
  const bySeed = (of: (share: number) => number): (number | null)[] =>
    scores.seeds.map((_, at) => {
      const one = known.find((seed) => seed.at === at);
      return one === undefined ? null : of(meanOf(Array.from(one.right)));
    });
  const estimate = ({ mean, interval }: PairedValue, of: (share: number) => number, scale = 1): Estimate => ({
    mean: scale * mean,
    interval: interval === null ? null : { low: scale * interval.low, high: scale * interval.high },
    seeds: bySeed(of),
  });
  const difference = pairedDifference(right, own);
  return {
    accuracy: estimate(crossedShare(right, SHARE), (share) => share),
    own: ownMean,
    relative: estimate(relative, (share) => (100 * share) / ownMean, 100),
    recovery:
      recovery === null ? null : estimate(recovery, (share) => (share - floorMean) / (ownMean - floorMean)),
    difference:
      source === target || difference.interval === null
        ? null
        : { mean: difference.mean, interval: difference.interval },
    rows: kept.length,
    leaked: target.truth.length - kept.length,
  };
}

/** Own, random and prompt-less accuracy of a task on all its test rows used. */
export function taskBaselines(
  scores: SweepScores,
  task: SweptTask,
): { readonly own: Estimate | null; readonly random: Estimate | null; readonly noPrompt: number | null } {
  const rows = task.truth.map((_, row) => row);
  const share = (right: RightRows | null): number | null => (right === null ? null : shareRight(right, rows));
  const own = scores.seeds.map((seed) => share(scores.ofTask(task, task, seed)));
  const random = scores.seeds.map((seed) =>
    meanOfKnown(scores.ofRandom(task, seed).map((right) => shareRight(right, rows))),
  );
  return {
    own: overSeeds(own, SHARE),
    random: overSeeds(random, SHARE),
    noPrompt: share(scores.withoutPrompt(task)),
  };
}
