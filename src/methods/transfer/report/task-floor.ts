/** What a task's own prompt has to beat, and whether it does: only then is there something to transfer. */
import type { BaselineName } from '../../../experiment/baselines.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import type { ToTransfer } from '../../../experiment/transfer/transfer-report.ts';
import { pairedDifference, type RowScores } from './paired-rows.ts';
import type { RightRows, SweepScores } from './sweep-scores.ts';

/** The most frequent class of `truth`, the first of equals. */
function majorityClass(truth: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [-1, 0])[0];
}

/** Mean over several prompts, row by row. */
const meanRows = (several: readonly RightRows[]): Float64Array =>
  Float64Array.from(
    several[0],
    (_, row) => several.reduce((sum, right) => sum + right[row], 0) / several.length,
  );

/** A baseline's score on every test row of a task, one list a seed; null where it is not known for all of `seeds`. */
export function baselineRows(
  scores: SweepScores,
  task: SweptTask,
  name: BaselineName,
  seeds: readonly number[],
): RowScores | null {
  switch (name) {
    case 'majority': {
      const label = majorityClass(task.truth);
      const rows = Float64Array.from(task.truth, (truth) => Number(truth === label));
      return seeds.map(() => rows);
    }
    case 'noPrompt': {
      const right = scores.withoutPrompt(task);
      return right === null ? null : seeds.map(() => Float64Array.from(right));
    }
    case 'randomPrompt': {
      const draws = seeds.map((seed) => scores.ofRandom(task, seed));
      return draws.some((drawn) => drawn.length === 0) ? null : draws.map(meanRows);
    }
  }
  return name satisfies never;
}

const FLOORS: readonly BaselineName[] = ['majority', 'noPrompt', 'randomPrompt'];

const meanOfAll = (rows: RowScores): number =>
  rows.reduce((sum, seed) => sum + seed.reduce((a, b) => a + b, 0) / seed.length, 0) / rows.length;

/**
 * The highest of the baselines that are known, on all test rows, and whether the own prompt is reliably above it: whether
 * the paired 95 % interval over rows and seeds excludes 0.
 */
export function toTransfer(scores: SweepScores, task: SweptTask): ToTransfer {
  const seeds = scores.seeds.filter((seed) => scores.ofTask(task, task, seed) !== null);
  const own = seeds.flatMap((seed) => {
    const right = scores.ofTask(task, task, seed);
    return right === null ? [] : [Float64Array.from(right)];
  });
  if (own.length === 0) return { kind: 'unknown' };
  const floors = FLOORS.flatMap((name) => {
    const rows = baselineRows(scores, task, name, seeds);
    return rows === null ? [] : [{ name, rows, accuracy: meanOfAll(rows) }];
  });
  const best = floors.reduce((highest, next) => (next.accuracy > highest.accuracy ? next : highest));
  const { mean, interval } = pairedDifference(own, best.rows);
  if (interval === null) return { kind: 'unknown' };
  const floor = { name: best.name, accuracy: best.accuracy };
  return { kind: interval.low > 0 ? 'something' : 'nothing', floor, gain: { mean, interval } };
}
