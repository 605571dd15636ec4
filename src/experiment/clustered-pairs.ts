/**
 * Errors of what is averaged over ordered pairs of tasks. Pairs that share a task aren't independent: a target that is
 * easy is easy for all sources, a source that helps helps on all targets. So tasks are what is drawn, and not pairs.
 */
import { additiveFit, type PairValue } from './additive-fit.ts';
import { seedError, sumOfErrors, type ErrorTerm } from './standard-error.ts';

/** What one ordered pair adds to the deviation of an estimate from what it estimates. */
export type PairContribution = PairValue;

function squaresOver(
  pairs: readonly PairContribution[],
  cluster: (pair: PairContribution) => number,
): number {
  const sums = new Map<number, number>();
  for (const pair of pairs) sums.set(cluster(pair), (sums.get(cluster(pair)) ?? 0) + pair.value);
  return [...sums.values()].reduce((sum, value) => sum + value ** 2, 0);
}

/** Σ over pairs p, q that share a task, in whatever role, of value(p) · value(q). */
function dyadicSquares(pairs: readonly PairContribution[]): number {
  let sum = 0;
  for (const a of pairs)
    for (const b of pairs)
      if (a.source === b.source || a.target === b.target || a.source === b.target || a.target === b.source)
        sum += a.value * b.value;
  return sum;
}

/**
 * Squared standard error, clustered by task: the largest of the dyadic sum (Fafchamps and Gubert 2007; Aronow, Samii and
 * Assenova 2015), of clusters by target, of clusters by source and of no clusters. With few tasks the dyadic sum varies
 * much and can fall below 0; the largest of the variances keeps the interval from being too short (MacKinnon, Nielsen and
 * Webb 2021 advise it for two-way clusters). Degrees of freedom: tasks on the side that has fewer, less one.
 * null with fewer than three tasks, of which no spread is known.
 */
export function clusteredError(pairs: readonly PairContribution[]): ErrorTerm | null {
  const targets = new Set(pairs.map(({ target }) => target)).size;
  const sources = new Set(pairs.map(({ source }) => source)).size;
  const clusters = Math.min(targets, sources);
  if (clusters < 3) return null;
  const variance = Math.max(
    dyadicSquares(pairs),
    squaresOver(pairs, ({ target }) => target),
    squaresOver(pairs, ({ source }) => source),
    pairs.reduce((sum, { value }) => sum + value ** 2, 0),
  );
  return { variance, degrees: clusters - 1 };
}

/** `ofTasks` plus the error of the seeds, which all pairs share. @param seeds the estimate with each alone; fewer than three add nothing */
export function withSeeds(ofTasks: ErrorTerm, seeds: readonly number[]): ErrorTerm {
  const ofSeeds = seedError(seeds);
  return ofSeeds === null ? ofTasks : sumOfErrors([ofTasks, ofSeeds]);
}

/** A pair's value and its weight in an estimate Σ weight · value whose weights sum to 0 for each target. */
export interface WeightedPair extends PairValue {
  readonly weight: number;
}

/**
 * Error of a contrast Σ weight · value. What a source adds to all its pairs mostly cancels, so that it is fitted first
 * (value = level of the target + effect of the source): the error is Σ_s (Σ_t weight)² · variance of the sources' effects,
 * plus the clustered error of what the fit leaves, times pairs / degrees of the fit as in HC1 (MacKinnon and White 1985).
 * null with fewer than three targets or sources, or where the fit leaves nothing.
 * @param pairs values less what the contrast itself explains
 */
export function contrastError(pairs: readonly WeightedPair[]): ErrorTerm | null {
  const { sources, residuals, degrees } = additiveFit(pairs);
  const ofRest = clusteredError(
    pairs.map(({ source, target, weight }, at) => ({ source, target, value: weight * residuals[at] })),
  );
  if (ofRest === null || degrees < 1) return null;
  const weights = new Map<number, number>();
  for (const { source, weight } of pairs) weights.set(source, (weights.get(source) ?? 0) + weight);
  const spread = [...sources.values()].reduce((sum, effect) => sum + effect ** 2, 0) / (sources.size - 1);
  const leverage = [...weights.values()].reduce((sum, weight) => sum + weight ** 2, 0);
  return sumOfErrors([
    { variance: (ofRest.variance * pairs.length) / degrees, degrees: ofRest.degrees },
    { variance: leverage * spread, degrees: sources.size - 1 },
  ]);
}
