/** The smoothing of curves written down plainly, over a whole curve at once. Only tests import it. */

/**
 * Exponential moving average whose weights have the centre of mass of a plain mean over `window` points
 * (decay 2 / (window + 1)), divided by the weights so far, so that the first points aren't pulled to the start.
 * Points that aren't finite keep their place and leave the average alone. A window of 1 changes nothing.
 */
export function exponentialAverage(values: readonly number[], window: number): readonly number[] {
  const gain = 2 / (Math.max(1, window) + 1);
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = (1 - gain) * sum + gain * value;
    weight = (1 - gain) * weight + gain;
    return sum / weight;
  });
}
