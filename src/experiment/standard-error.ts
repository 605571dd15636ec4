/** Means with what is known of their error, and Student's intervals of them. */
import jStat from 'jstat';
import type { Interval } from './statistics.ts';

/** How far a mean is off, as a variance that was itself estimated. */
export interface ErrorTerm {
  /** Squared standard error of the mean, at least 0. */
  readonly variance: number;
  /** Degrees of freedom of `variance`: what it was estimated from, less what was fitted; above 0. */
  readonly degrees: number;
}

/** Quantile of a two-sided 95 % interval, where nothing else is asked. */
const TWO_SIDED_95 = 0.975;

/** Value below which Student's t lies with `probability`. @param degrees of freedom, above 0, whole or not */
export function tQuantile(degrees: number, probability = TWO_SIDED_95): number {
  return jStat.studentt.inv(probability, degrees);
}

/** mean ± t · √variance. @param probability one-sided quantile: 0.975 for an interval of 95 % */
export function errorInterval(
  mean: number,
  { variance, degrees }: ErrorTerm,
  probability = TWO_SIDED_95,
): Interval {
  const half = variance === 0 ? 0 : tQuantile(degrees, probability) * Math.sqrt(variance);
  return { low: mean - half, high: mean + half };
}

/**
 * The error of a sum of independent parts; its degrees of freedom are Satterthwaite's,
 * (Σ v)² / Σ (v² / degrees) (Satterthwaite 1946), so that a large part known from little decides.
 */
export function sumOfErrors(parts: readonly ErrorTerm[]): ErrorTerm {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const squares = parts.reduce((sum, part) => sum + part.variance ** 2 / part.degrees, 0);
  return { variance, degrees: squares === 0 ? Infinity : variance ** 2 / squares };
}

/** Error of the mean of independent `values`: s² / n, n − 1 degrees of freedom. null for fewer than two. */
export function meanError(values: readonly number[]): ErrorTerm | null {
  const count = values.length;
  if (count < 2) return null;
  // The mean of equal values is rounded: without this they would differ from it, by nothing that was measured.
  if (values.every((value) => value === values[0])) return { variance: 0, degrees: count - 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { variance: squares / (count - 1) / count, degrees: count - 1 };
}

/** Fewer values than this have a range and no spread that is counted with: of two, Student's t is 12.7 standard errors. */
const FEWEST_VALUES = 3;

/** `meanError` of seeds, and null for so few that nothing is known of how others would differ. */
export const seedError = (seeds: readonly number[]): ErrorTerm | null =>
  seeds.length < FEWEST_VALUES ? null : meanError(seeds);

/**
 * Student's 95 % interval of the mean of independent `values`, one a seed or one a task. null for fewer than three, and
 * where all are equal, which says nothing of how others would differ.
 */
export function tInterval(values: readonly number[]): Interval | null {
  const error = seedError(values);
  if (error === null || error.variance === 0) return null;
  return errorInterval(values.reduce((sum, value) => sum + value, 0) / values.length, error);
}

/** `interval` without what can't be: a share is none below 0 or above 1. */
export function within({ low, high }: Interval, bounds: Interval): Interval {
  return { low: Math.max(bounds.low, low), high: Math.min(bounds.high, high) };
}
