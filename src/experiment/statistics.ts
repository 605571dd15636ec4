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

/** Standard normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/** Wilson's score interval of a share, `right` of `total`; 95 % by default. Throws `argument`. */
export function wilsonInterval(right: number, total: number, z = Z_95): Interval {
  if (total <= 0 || right < 0 || right > total) throw nothingToCompare();
  const share = right / total;
  const denominator = 1 + z ** 2 / total;
  const centre = (share + z ** 2 / (2 * total)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Interval, 95 %, of the difference of two shares of independent rows: first minus second (Newcombe 1998, method 10). Where
 * both systems answered the same rows and tend to be right together, it covers more than it says.
 * @throws LabError `argument`
 */
export function differenceInterval(
  first: { readonly right: number; readonly total: number },
  second: { readonly right: number; readonly total: number },
): Interval {
  const [a, b] = [first, second].map(({ right, total }) => ({
    share: right / total,
    ...wilsonInterval(right, total),
  }));
  const difference = a.share - b.share;
  return {
    low: difference - Math.hypot(a.share - a.low, b.high - b.share),
    high: difference + Math.hypot(a.high - a.share, b.share - b.low),
  };
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
