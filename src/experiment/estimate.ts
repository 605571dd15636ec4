/** A number that was measured, with what is known of its error. */
import type { Interval } from './statistics.ts';

export interface Estimate {
  readonly mean: number;
  /** 95 %; docs/statistics.md says of each what is drawn. null where too little is known of the spread. */
  readonly interval: Interval | null;
  /** One value a seed, in the order of the report's seeds; null where the seed is missing. */
  readonly seeds: readonly (number | null)[];
}
