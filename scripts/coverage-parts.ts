/** What scenarios of simulated coverage have in common. */
import { randomStream, type RandomStream } from '../src/experiment/random.ts';
import type { Interval } from '../src/experiment/statistics.ts';

/** Whether one set of data's interval held the truth; null where there was no interval. */
export type Trial = (stream: RandomStream) => boolean | null;

export interface Scenario {
  /** The interval, as docs/statistics.md names it. */
  readonly interval: string;
  readonly data: string;
  /** Where it need not lie between 90 and 98 %: between what it lies, and why. */
  readonly caveat: Caveat | null;
  /** Whether the tests look at it too; all are in the table. */
  readonly brief: boolean;
  readonly trial: Trial;
}

/** Shares of the intervals that hold the truth. */
export interface Caveat {
  readonly low: number;
  readonly high: number;
  readonly why: string;
}

/** What an interval of 95 % is asked to do where there is no caveat. */
export const ASKED = { low: 0.9, high: 0.98 } as const;

export const holds = (interval: Interval | null | undefined, truth: number): boolean | null =>
  interval === null || interval === undefined ? null : interval.low <= truth && truth <= interval.high;
export const times = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
export const meanOf = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** Of many draws with a stream of its own: the truth where no formula gives it. */
export const simulated = (draws: number, of: (stream: RandomStream) => number): number => {
  const stream = randomStream(7, 'truth');
  let sum = 0;
  for (let draw = 0; draw < draws; draw += 1) sum += of(stream);
  return sum / draws;
};
