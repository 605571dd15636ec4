/** What is said of seeds where there are too few for an interval. */
import type { Estimate } from './transfer-report.ts';

export interface SeedRange {
  readonly low: number;
  readonly high: number;
  /** At least two. */
  readonly seeds: number;
}

/** How far the seeds of an estimate without an interval lie apart; null where it has one, or fewer than two seeds. */
export function rangeOfSeeds({ interval, seeds }: Estimate): SeedRange | null {
  const known = seeds.filter((value) => value !== null);
  if (interval !== null || known.length < 2) return null;
  return { low: Math.min(...known), high: Math.max(...known), seeds: known.length };
}
