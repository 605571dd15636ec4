/** The lines that fan from soft tokens and from the sentence into the first layer. */

export interface FanLine {
  readonly path: string;
  readonly width: number;
}

/** Widths in CSS pixels: even a token that hardly moves keeps a line. */
const THINNEST = 1;
const THICKEST = 4;

const at = (value: number): string => String(Math.round(value * 10) / 10);

function curve(width: number, from: number, to: number): string {
  const middle = at(width / 2);
  return `M0,${at(from)}C${middle},${at(from)} ${middle},${at(to)} ${at(width)},${at(to)}`;
}

/** `count` places spread evenly from `low` to `high`. */
const spread = (index: number, count: number, low: number, high: number): number =>
  count < 2 ? (low + high) / 2 : low + ((high - low) * index) / (count - 1);

export interface FanSize {
  readonly width: number;
  /** Where the lines begin and end, from top to bottom. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** A line a soft token, as wide as the root of its share of the largest gradient. */
export function tokenFan(gradients: readonly number[], { width, from, to }: FanSize): readonly FanLine[] {
  const most = Math.max(...gradients, Number.MIN_VALUE);
  return gradients.map((gradient, index) => ({
    path: curve(width, spread(index, gradients.length, ...from), spread(index, gradients.length, ...to)),
    width: THINNEST + (THICKEST - THINNEST) * Math.sqrt(Math.max(0, gradient) / most),
  }));
}

/** Lines of the sentence: `count` of them, all alike. */
export function sentenceFan(count: number, { width, from, to }: FanSize): readonly FanLine[] {
  return Array.from({ length: count }, (_, index) => ({
    path: curve(width, spread(index, count, ...from), spread(index, count, ...to)),
    width: THINNEST,
  }));
}
