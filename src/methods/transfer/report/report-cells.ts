/**
 * The transfer matrix: accuracy, relative performance and chance-adjusted recovery of every pair of tasks. Own and random
 * prompts are scored on the same rows as the source's, those without the rows that leak.
 */
import { randomStream } from '../../../experiment/random.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import type { Estimate, PairMean, TransferCell } from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, meanOfKnown, overSeeds, percentileInterval, redrawn, rowDraws } from './resample.ts';
import { shareRight, type RightRows, type SweepScores } from './sweep-scores.ts';

/** What one seed has for a pair of tasks. */
interface SeedRows {
  readonly source: RightRows;
  readonly own: RightRows | null;
  readonly random: readonly RightRows[];
}

interface Shares {
  readonly source: number;
  readonly own: number | null;
  readonly random: number | null;
}

function sharesOf(seeds: readonly SeedRows[], rows: readonly number[] | Int32Array): Shares {
  const random = seeds.flatMap((seed) => seed.random.map((right) => shareRight(right, rows)));
  const own = seeds.flatMap((seed) => (seed.own === null ? [] : [shareRight(seed.own, rows)]));
  return {
    source: meanOf(seeds.map((seed) => shareRight(seed.source, rows))),
    own: own.length === 0 ? null : meanOf(own),
    random: random.length === 0 ? null : meanOf(random),
  };
}

/** What is computed of the three shares; null where it has no meaning. */
const MEASURES = {
  accuracy: ({ source }: Shares) => source,
  relative: ({ source, own }: Shares) => (own === null || own === 0 ? null : (100 * source) / own),
  recovery: ({ source, own, random }: Shares) =>
    own === null || random === null ? null : (source - random) / (own - random),
  difference: ({ source, own }: Shares) => (own === null ? null : source - own),
  gain: ({ own, random }: Shares) => (own === null || random === null ? null : own - random),
} as const;

type Measure = keyof typeof MEASURES;

/** `rowDraws`, made once for each number of rows: most cells of a matrix have the same. */
export function rowDrawsOnce(): (count: number) => readonly Int32Array[] {
  const known = new Map<number, readonly Int32Array[]>();
  return (count) => {
    const made = known.get(count) ?? rowDraws(count);
    known.set(count, made);
    return made;
  };
}

/**
 * The cell of a pair; null while no seed has its score or the target's own prompt is missing.
 * @param draws resamples of so many rows
 */
export function transferCell(
  scores: SweepScores,
  source: SweptTask,
  target: SweptTask,
  draws: (count: number) => readonly Int32Array[] = rowDraws,
): TransferCell | null {
  const rows = scores.keptRows(source, target);
  const bySeed = scores.seeds.map((seed): SeedRows | null => {
    const right = scores.ofTask(source, target, seed);
    if (right === null) return null;
    const own = scores.ofTask(target, target, seed);
    return { source: right, own, random: scores.ofRandom(target, seed) };
  });
  const seeds = bySeed.filter((seed) => seed !== null);
  if (seeds.length === 0 || rows.length === 0) return null;
  const whole = sharesOf(seeds, rows);
  if (whole.own === null || whole.own === 0) return null;
  const stream = randomStream(1, `cell ${source.name} → ${target.name}`);
  const positions = Int32Array.from(rows);
  const drawn = draws(rows.length).map((draw) => {
    const chosen = redrawn(seeds.length, stream).map((index) => seeds[index]);
    return sharesOf(
      chosen,
      draw.map((index) => positions[index]),
    );
  });
  const intervalOf = (measure: Measure) => {
    let next = 0;
    return percentileInterval(() => MEASURES[measure](drawn[next++]), drawn.length);
  };
  // A seed is set against the own and the random prompts of all seeds, so that the mean over seeds is the ratio of the
  // means, and one unlucky seed can't blow it up.
  const estimate = (measure: Measure): Estimate | null => {
    const mean = MEASURES[measure](whole);
    if (mean === null) return null;
    const each = bySeed.map((seed) =>
      seed === null ? null : MEASURES[measure]({ ...whole, source: shareRight(seed.source, rows) }),
    );
    return { mean, interval: intervalOf(measure), seeds: each };
  };
  const [accuracy, relative] = [estimate('accuracy'), estimate('relative')];
  if (accuracy === null || relative === null) return null;
  const gain = intervalOf('gain');
  const difference = MEASURES.difference(whole);
  const differenceInterval = intervalOf('difference');
  return {
    accuracy,
    relative,
    recovery: gain !== null && gain.low > 0 ? estimate('recovery') : null,
    difference:
      source === target || difference === null || differenceInterval === null
        ? null
        : { mean: difference, interval: differenceInterval },
    rows: rows.length,
    leaked: target.truth.length - rows.length,
  };
}

/** Mean over `cells` (ordered pairs of different tasks); the interval resamples pairs and seeds. */
export function pairMean(cells: readonly TransferCell[], seeds: number, name: string): PairMean {
  const estimate = (of: (cell: TransferCell) => Estimate | null): Estimate | null => {
    const values = cells.map(of).filter((value) => value !== null);
    const mean = meanOfKnown(values.map((value) => value.mean));
    if (mean === null) return null;
    const stream = randomStream(1, `pairs ${name}`);
    const bySeed = Array.from({ length: seeds }, (_, seed) =>
      meanOfKnown(values.map((value) => value.seeds[seed] ?? null)),
    );
    const interval =
      values.length < 2
        ? null
        : percentileInterval(() => {
            const chosenSeeds = redrawn(seeds, stream);
            const chosen = redrawn(values.length, stream).map((index) => values[index]);
            return meanOfKnown(
              chosen.map((value) => meanOfKnown(chosenSeeds.map((seed) => value.seeds[seed] ?? null))),
            );
          });
    return { mean, interval, seeds: bySeed };
  };
  return {
    pairs: cells.length,
    relative: estimate((cell) => cell.relative),
    recovery: estimate((cell) => cell.recovery),
  };
}

/** Own, random and prompt-less accuracy of a task on all its test rows used. */
export function taskBaselines(
  scores: SweepScores,
  task: SweptTask,
): { readonly own: Estimate | null; readonly random: Estimate | null; readonly noPrompt: number | null } {
  const rows = task.truth.map((_, row) => row);
  const share = (right: RightRows | null): number | null => (right === null ? null : shareRight(right, rows));
  const stream = randomStream(1, `task ${task.name}`);
  const own = scores.seeds.map((seed) => share(scores.ofTask(task, task, seed)));
  const random = scores.seeds.map((seed) =>
    meanOfKnown(scores.ofRandom(task, seed).map((right) => shareRight(right, rows))),
  );
  return {
    own: overSeeds(own, stream),
    random: overSeeds(random, stream),
    noPrompt: share(scores.withoutPrompt(task)),
  };
}
