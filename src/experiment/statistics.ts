/** How far a number can be trusted: intervals, and paired comparison on the same rows. */
import { LabError } from '../errors/lab-error.ts';
import { randomStream } from './random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Percentile interval, 95 %, of what a bootstrap drew. @param sorted at least one value, ascending */
export function percentiles(sorted: ArrayLike<number>): Interval {
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}

export interface PairedComparison extends Interval {
  /** Accuracy of the first minus accuracy of the second. */
  readonly difference: number;
  /** Share of resamples in which the first wasn't better. */
  readonly notBetter: number;
  readonly resamples: number;
}

/**
 * Paired bootstrap (Koehn 2004; Berg-Kirkpatrick et al. 2012): both systems answered the same rows, and rows are
 * resampled together. `first` and `second` hold whether each row was right. Percentile interval, 95 %.
 */
export function pairedBootstrap(
  first: readonly boolean[],
  second: readonly boolean[],
  seed: number,
  resamples = 10_000,
): PairedComparison {
  const rows = first.length;
  if (rows === 0 || second.length !== rows) throw nothingToCompare();
  const gains = Int8Array.from(first, (right, i) => Number(right) - Number(second[i]));
  const stream = randomStream(seed, 'bootstrap');
  const differences = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < rows; i += 1) sum += gains[stream.integer(0, rows - 1)] ?? 0;
    return sum / rows;
  }).sort();
  return {
    difference: gains.reduce((a, b) => a + b, 0) / rows,
    ...percentiles(differences),
    notBetter: differences.filter((value) => value <= 0).length / resamples,
    resamples,
  };
}

function nothingToCompare(): LabError {
  return new LabError({
    code: 'argument',
    message: "There is nothing to compare, or the counts don't fit one another.",
    remedy: 'Give at least one value, and as many for one system as for the other.',
  });
}
