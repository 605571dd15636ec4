/**
 * A run's points as growing columns: appended while training, read by the painter without copying. The smoothed
 * columns grow along, so that a redraw never walks the whole curve to smooth it.
 */
import type { StepPoint } from '../../experiment/run-record.ts';
import { ExponentialSmoother } from './exponential-smoother.ts';

/** Steps whose centre of mass the smoothed line follows; stated in every curve. */
export const SMOOTHING_WINDOW = 20;

export type Metric = 'loss' | 'accuracy';

const FIRST_CAPACITY = 1024;

export class RunSeries {
  private capacity = FIRST_CAPACITY;
  private count = 0;
  private readonly stepPoints: StepPoint[] = [];
  private step = new Float64Array(FIRST_CAPACITY);
  private elapsed = new Float64Array(FIRST_CAPACITY);
  private readonly columns = {
    loss: new Float64Array(FIRST_CAPACITY),
    accuracy: new Float64Array(FIRST_CAPACITY),
  };
  private readonly smooth = {
    loss: new Float64Array(FIRST_CAPACITY),
    accuracy: new Float64Array(FIRST_CAPACITY),
  };
  private readonly smoothers = {
    loss: new ExponentialSmoother(SMOOTHING_WINDOW),
    accuracy: new ExponentialSmoother(SMOOTHING_WINDOW),
  };

  /** A series of `points` that took `seconds` in all. */
  static of(points: readonly StepPoint[], seconds: number): RunSeries {
    const series = new RunSeries();
    series.append(points, seconds);
    return series;
  }

  get length(): number {
    return this.count;
  }
  /** The points as they came, for records. */
  get points(): readonly StepPoint[] {
    return this.stepPoints;
  }
  get steps(): Float64Array {
    return this.step;
  }
  get seconds(): Float64Array {
    return this.elapsed;
  }
  raw(metric: Metric): Float64Array {
    return this.columns[metric];
  }
  smoothed(metric: Metric): Float64Array {
    return this.smooth[metric];
  }
  get lastStep(): number {
    return this.count === 0 ? 0 : this.step[this.count - 1];
  }
  get lastSeconds(): number {
    return this.count === 0 ? 0 : this.elapsed[this.count - 1];
  }

  /**
   * Adds `points`, the last of them `secondsSoFar` after the start; their times are spread evenly since the last.
   * Points at or before the last step are left out: a run that went on from a checkpoint repeats them.
   */
  append(points: readonly StepPoint[], secondsSoFar: number): void {
    const first = this.count === 0 ? -1 : this.lastStep;
    const fresh = points.filter(({ step }) => step > first);
    const from = this.lastSeconds;
    this.reserve(this.count + fresh.length);
    fresh.forEach((point, i) => {
      const at = this.count;
      this.stepPoints.push(point);
      this.step[at] = point.step;
      this.elapsed[at] = from + ((Math.max(from, secondsSoFar) - from) * (i + 1)) / fresh.length;
      for (const metric of ['loss', 'accuracy'] as const) {
        this.columns[metric][at] = point[metric];
        this.smooth[metric][at] = this.smoothers[metric].next(point[metric]);
      }
      this.count += 1;
    });
  }

  /** Position of the last point at or before `value` in a rising column, or −1. */
  positionAt(column: Float64Array, value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (column[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Seconds after the start at which `step` was reached. */
  secondsAt(step: number): number {
    const at = this.positionAt(this.step, step);
    return at < 0 ? 0 : this.elapsed[at];
  }

  private reserve(length: number): void {
    if (length <= this.capacity) return;
    while (this.capacity < length) this.capacity *= 2;
    const grow = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const column = new Float64Array(this.capacity);
      column.set(old.subarray(0, this.count));
      return column;
    };
    this.step = grow(this.step);
    this.elapsed = grow(this.elapsed);
    for (const metric of ['loss', 'accuracy'] as const) {
      this.columns[metric] = grow(this.columns[metric]);
      this.smooth[metric] = grow(this.smooth[metric]);
    }
  }
}
