/**
 * Exponential moving average point by point: same result as smoothing the whole curve (src/experiment/smoothing.ts,
 * a test compares them), at a constant cost a point. Values that aren't finite leave the average alone.
 */
export class ExponentialSmoother {
  private readonly gain: number;
  private sum = 0;
  private weight = 0;

  constructor(window: number) {
    this.gain = 2 / (Math.max(1, window) + 1);
  }

  next(value: number): number {
    if (!Number.isFinite(value)) return value;
    this.sum = (1 - this.gain) * this.sum + this.gain * value;
    this.weight = (1 - this.gain) * this.weight + this.gain;
    return this.sum / this.weight;
  }
}
