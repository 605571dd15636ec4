/** The waterfall's scale of accuracy: guessing at its low end, tens of per cent above it. */
import { scaleLinear, type ScaleLinear } from 'd3';
import { waterfallBars, type WaterfallInput } from './waterfall-input.ts';

export interface AccuracyScale {
  /** Accuracy, 0 to 1, to pixels. */
  readonly at: ScaleLinear<number, number>;
  /** Tens of per cent above the low end, as shares. */
  readonly ticks: readonly number[];
  readonly low: number;
}

const TEN = 0.1;
/** Pixels between two labels: a tick nearer to guessing would be written over it. */
const APART = 18;

/** @param range pixels of the low end and of the high one; @param apart least pixels between guessing and a tick */
export function accuracyScale(
  input: WaterfallInput,
  range: readonly [number, number],
  apart = APART,
): AccuracyScale {
  const values = waterfallBars(input).flatMap(({ to, spread, shown }) => [
    to - (spread ?? 0),
    to + (spread ?? 0),
    ...(shown === null ? [] : [shown]),
  ]);
  const all = [...values, ...(input.trained === null ? [] : [input.trained.accuracy])];
  const lowest = Math.min(input.guess, ...all);
  const low = lowest < input.guess ? Math.max(0, Math.floor(lowest / TEN) * TEN) : input.guess;
  const top = Math.max(input.guess + TEN, ...all);
  const high = Math.min(1, Math.ceil((top - 1e-9) / TEN) * TEN);
  const at = scaleLinear([low, high], [...range]);
  const ticks = Array.from({ length: Math.round(high / TEN) + 1 }, (_, i) => i * TEN).filter(
    (tick) => tick >= low - 1e-9 && Math.abs(at(tick) - at(input.guess)) > apart,
  );
  return { at, ticks, low };
}
