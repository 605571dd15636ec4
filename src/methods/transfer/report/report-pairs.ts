/** Means over ordered pairs of different tasks, and the difference between types within each target. */
import {
  clusteredError,
  contrastError,
  withSeeds,
  type WeightedPair,
} from '../../../experiment/clustered-pairs.ts';
import { errorInterval, tInterval, type ErrorTerm } from '../../../experiment/standard-error.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import type {
  Estimate,
  PairMean,
  TaskMatrixOf,
  TransferCell,
  WithinTarget,
} from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, meanOfKnown } from './over-seeds.ts';

/** A measured cell of two different tasks, by their positions. */
export interface MeasuredPair {
  readonly source: number;
  readonly target: number;
  readonly sameType: boolean;
  readonly cell: TransferCell;
}

/** Every ordered pair of different tasks that was measured. @param families one a task; equal names are one type */
export function measuredPairs(
  cells: TaskMatrixOf<TransferCell | null>,
  families: readonly string[],
): readonly MeasuredPair[] {
  return cells.flatMap((row, target) =>
    row.flatMap((cell, source) =>
      cell === null || source === target
        ? []
        : [{ source, target, sameType: families[source] === families[target], cell }],
    ),
  );
}

/** Of what varies over tasks and over seeds. */
function intervalOf(
  mean: number,
  ofTasks: ErrorTerm | null,
  bySeed: readonly (number | null)[],
): Interval | null {
  if (ofTasks === null) return null;
  const error = withSeeds(
    ofTasks,
    bySeed.filter((value) => value !== null),
  );
  return error.variance === 0 ? null : errorInterval(mean, error);
}

/** Mean over `pairs`, all of one kind. @param seeds how many the sweep has */
export function pairMean(pairs: readonly MeasuredPair[], seeds: number): PairMean {
  const estimate = (of: (cell: TransferCell) => Estimate | null): Estimate | null => {
    const values = pairs.flatMap(({ source, target, cell }) => {
      const value = of(cell);
      return value === null ? [] : [{ source, target, value }];
    });
    if (values.length === 0) return null;
    const mean = meanOf(values.map(({ value }) => value.mean));
    const bySeed = Array.from({ length: seeds }, (_, seed) =>
      meanOfKnown(values.map(({ value }) => value.seeds[seed] ?? null)),
    );
    const contributions = values.map(({ source, target, value }) => ({
      source,
      target,
      value: (value.mean - mean) / values.length,
    }));
    return { mean, interval: intervalOf(mean, clusteredError(contributions), bySeed), seeds: bySeed };
  };
  return {
    pairs: pairs.length,
    relative: estimate((cell) => cell.relative),
    recovery: estimate((cell) => cell.recovery),
  };
}

/** Mean accuracy from the sources of a target's type minus mean accuracy from the others; null without one of the two. */
function differenceOn(
  pairs: readonly MeasuredPair[],
  target: number,
  accuracy: (cell: TransferCell) => number | null,
): number | null {
  const mean = (sameType: boolean): number | null =>
    meanOfKnown(
      pairs
        .filter((pair) => pair.target === target && pair.sameType === sameType)
        .map(({ cell }) => accuracy(cell)),
    );
  const [same, different] = [mean(true), mean(false)];
  return same === null || different === null ? null : same - different;
}

/**
 * On each target the accuracy with prompts of its own type minus that with prompts of other types, and the mean over
 * targets: targets that differ in what chance gives aren't compared with one another. null where no target has sources of
 * both kinds.
 * @param tasks how many there are
 */
export function withinTarget(
  pairs: readonly MeasuredPair[],
  tasks: number,
  seeds: number,
): WithinTarget | null {
  const over = (accuracy: (cell: TransferCell) => number | null): (number | null)[] =>
    Array.from({ length: tasks }, (_, target) => differenceOn(pairs, target, accuracy));
  const targets = over((cell) => cell.accuracy.mean);
  const mean = meanOfKnown(targets);
  if (mean === null) return null;
  const counted = targets.filter((value) => value !== null).length;
  // As a weighted sum over pairs: 1 / (sources of the kind) / targets, negative for other types.
  const weighted = pairs
    .filter(({ target }) => targets[target] !== null)
    .map(({ source, target, sameType, cell }): WeightedPair => {
      const kind = pairs.filter((pair) => pair.target === target && pair.sameType === sameType).length;
      return {
        source,
        target,
        value: cell.accuracy.mean - (sameType ? mean : 0),
        weight: (sameType ? 1 : -1) / kind / counted,
      };
    });
  const bySeed = Array.from({ length: seeds }, (_, seed) =>
    meanOfKnown(over((cell) => cell.accuracy.seeds[seed] ?? null)),
  );
  return {
    difference: { mean, interval: intervalOf(mean, contrastError(weighted), bySeed), seeds: bySeed },
    seedInterval: tInterval(bySeed.filter((value) => value !== null)),
    targets,
  };
}
