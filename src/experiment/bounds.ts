/**
 * How large each number of a recipe may be: one set for schema, page and command line. Beyond these a value is a slip or an
 * attack rather than an experiment.
 */
import * as v from 'valibot';

export interface Bounds {
  /** Smallest value; `above` leaves the bound itself out. */
  readonly low?: number;
  readonly above?: number;
  /** Largest value; `below` leaves the bound itself out. */
  readonly high?: number;
  readonly below?: number;
  readonly whole: boolean;
}

const whole = (low: number, high: number): Bounds => ({ low, high, whole: true });

export const POSITIVE: Bounds = { above: 0, whole: false };
export const NOT_NEGATIVE: Bounds = { low: 0, whole: false };
export const SHARE: Bounds = { low: 0, high: 1, whole: false };
/** A decay rate of a running mean: 1 would never learn. */
export const DECAY: Bounds = { low: 0, below: 1, whole: false };
export const ANY_NUMBER: Bounds = { whole: false };

export const BOUNDS = {
  promptLength: whole(1, 1000),
  steps: whole(1, 1_000_000),
  batch: whole(1, 4096),
  /** Text tokens; below four there is no room for a word between the special ones. */
  maxLength: whole(4, 8192),
  evalEvery: whole(1, 1_000_000),
  seed: whole(0, 0xffff_ffff),
  learningRate: POSITIVE,
  warmupShare: SHARE,
  clipNorm: POSITIVE,
  sigma: POSITIVE,
  rows: whole(1, 1_000_000),
  /** Of a task’s vector; at ten times its length a prompt is far from all that was trained. */
  vectorScale: { low: -10, high: 10, whole: false },
} as const satisfies Readonly<Record<string, Bounds>>;

/** What is wrong with `value`, as the end of a sentence; null for nothing. */
export function outOfBounds(
  value: number,
  { low, above, high, below, whole: isWhole }: Bounds,
): string | null {
  if (!Number.isFinite(value)) return 'must be finite';
  if (isWhole && !Number.isInteger(value)) return 'must be a whole number';
  if (low !== undefined && value < low) return `must be at least ${low}`;
  if (above !== undefined && value <= above) return `must be greater than ${above}`;
  if (high !== undefined && value > high) return `must be at most ${high}`;
  if (below !== undefined && value >= below) return `must be less than ${below}`;
  return null;
}

/** The bounds in words, such as `between 1 and 1000`; empty for none. */
export function boundsText({ low, above, high, below }: Bounds): string {
  if (low !== undefined && high !== undefined) return `between ${low} and ${high}`;
  const parts = [
    ...(low === undefined ? [] : [`at least ${low}`]),
    ...(above === undefined ? [] : [`greater than ${above}`]),
    ...(high === undefined ? [] : [`at most ${high}`]),
    ...(below === undefined ? [] : [`less than ${below}`]),
  ];
  return parts.join(' and ');
}

/** A number within `bounds`. */
export function boundedNumber(bounds: Bounds) {
  return v.pipe(
    v.number('must be a number'),
    v.rawCheck<number>(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const message = outOfBounds(dataset.value, bounds);
      if (message !== null) addIssue({ message });
    }),
  );
}
