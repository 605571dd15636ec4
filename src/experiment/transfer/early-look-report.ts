/** What early looks at two starts say, and what a speed-up is where nothing is transferred. */
import type { Interval } from '../statistics.ts';
import type { Estimate } from './transfer-report.ts';

/** Dev accuracy at one step, over seeds. */
export interface LookReport {
  readonly step: number;
  readonly fromRandom: Estimate;
  readonly fromSource: Estimate;
  /** From the source minus from random, seed by seed: both start on the same rows in the same order. */
  readonly difference: Estimate;
}

export interface EarlyLooksReport {
  /** Training rows of a run; null for all. */
  readonly examples: number | null;
  /** Dev rows of a look: so many of the first that the target has. */
  readonly devRows: number;
  readonly looks: readonly LookReport[];
  /** Mean of the differences over all looks, a value a seed; null while no seed has them all. */
  readonly lead: Estimate | null;
}

/** One speed-up between the random starts of two seeds: what the ratio is when nothing is transferred. */
export interface NullRatio {
  /** Ordered pairs of seeds, and those of which the ratio was never reached. */
  readonly pairs: number;
  readonly notReached: number;
  /** Least and most of what was reached; null where nothing was. */
  readonly range: Interval | null;
  /**
   * In which 95 of 100 such ratios lie, Student's over seeds on logarithms; null for fewer than three seeds, where all
   * are equal, and for the comparable result, whose two directions are two things.
   */
  readonly interval: Interval | null;
}

export interface NullRatios {
  readonly converged: NullRatio;
  readonly comparable: NullRatio;
}
