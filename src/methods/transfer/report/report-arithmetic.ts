/** Prompt arithmetic: start + λ · vectors beside random vectors as long, the target’s own prompt and the start. */
import {
  ARITHMETIC,
  expressionsOf,
  type ArithmeticCell,
} from '../../../experiment/transfer/cells/arithmetic.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import type {
  ArithmeticReport,
  Estimate,
  PairedDifference,
} from '../../../experiment/transfer/transfer-report.ts';
import { meanOfKnown, overSeeds, SHARE } from './over-seeds.ts';
import { pairedDifference } from './paired-rows.ts';
import { rightRows, shareRight, type RightRows, type SweepScores } from './sweep-scores.ts';

/** Rows of `target` that none of `sources` was trained on. */
function keptRows(scores: SweepScores, sources: readonly SweptTask[], target: SweptTask): readonly number[] {
  const kept = sources.map((source) => new Set(scores.keptRows(source, target)));
  return target.truth.flatMap((_, at) => (kept.every((rows) => rows.has(at)) ? [at] : []));
}

const pick = (right: RightRows, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (at) => right[at]);

interface Pair {
  readonly learnt: Float64Array;
  readonly random: Float64Array;
}

/** learnt − random over rows and the seeds that have both. */
function differenceOf(pairs: readonly Pair[]): PairedDifference | null {
  if (pairs.length === 0) return null;
  const { mean, interval } = pairedDifference(
    pairs.map(({ learnt }) => learnt),
    pairs.map(({ random }) => random),
  );
  return interval === null ? null : { mean, interval };
}

/** One report an expression of the recipe that is measured with a seed at least, in the recipe’s order. */
export function arithmeticReports(scores: SweepScores): readonly ArithmeticReport[] {
  const { tasks, seeds, record } = scores;
  return expressionsOf(record.recipe).flatMap((expression): readonly ArithmeticReport[] => {
    const target = tasks.findIndex(({ name }) => name === expression.target);
    const sources = expression.tasks.map((name) => tasks.findIndex((task) => task.name === name));
    const swept = tasks[target];
    const rows = keptRows(
      scores,
      sources.map((source) => tasks[source]),
      swept,
    );
    const rightOf = (vector: ArithmeticCell['vector'], seed: number): RightRows | null => {
      const cell: ArithmeticCell = { kind: 'arithmetic', ...expression, vector, seed };
      const result = scores.result(ARITHMETIC, cell);
      return result === null ? null : rightRows(result.predictions, swept.truth);
    };
    const share = (right: RightRows | null): number | null =>
      right === null ? null : shareRight(right, rows);
    const estimate = (of: (seed: number) => number | null): Estimate | null =>
      overSeeds(seeds.map(of), SHARE);
    const accuracy = rows.length === 0 ? null : estimate((seed) => share(rightOf('tasks', seed)));
    if (accuracy === null) return [];
    const pairs = seeds.flatMap((seed): readonly Pair[] => {
      const [learnt, random] = [rightOf('tasks', seed), rightOf('random', seed)];
      return learnt === null || random === null
        ? []
        : [{ learnt: pick(learnt, rows), random: pick(random, rows) }];
    });
    // The other start is the first random prompt itself; of the own one no more is known than of those like it.
    const untrained = (seed: number): number | null => {
      const random = scores.ofRandom(swept, seed);
      const used = expression.onto === 'other-start' ? random.slice(0, 1) : random;
      return meanOfKnown(used.map((right) => shareRight(right, rows)));
    };
    return [
      {
        tasks: sources,
        onto: expression.onto,
        scale: expression.scale,
        target,
        rows: rows.length,
        accuracy,
        random: estimate((seed) => share(rightOf('random', seed))),
        difference: differenceOf(pairs),
        own: estimate((seed) => share(scores.ofTask(swept, swept, seed, record.recipe.plm, 'shared'))),
        untrained: estimate(untrained),
      },
    ];
  });
}
