/**
 * Min–max decimation: however many points fall into a pixel column, its first, lowest, highest and last are what a
 * full drawing would show. Values that aren't finite make a gap.
 */
export interface DecimatedLine {
  /** Abscissa (in pixels) and value by turns; a NaN value lifts the pen. */
  readonly points: Float64Array;
  readonly length: number;
}

/** Points a pixel column at most: first, low, high, last, and a gap. */
const MOST_A_COLUMN = 5;

/** `toPixel` maps an abscissa linearly: pixel = x · scale + offset. Abscissas must rise. */
export function decimate(
  xs: Float64Array,
  ys: Float64Array,
  length: number,
  toPixel: { readonly scale: number; readonly offset: number },
): DecimatedLine {
  const { scale, offset } = toPixel;
  if (length === 0) return { points: new Float64Array(0), length: 0 };
  const columns = Math.abs(Math.ceil((xs[length - 1] - xs[0]) * scale)) + 2;
  const points = new Float64Array(2 * MOST_A_COLUMN * Math.min(columns, length));
  let out = 0;
  const put = (x: number, y: number): void => {
    points[out] = x;
    points[out + 1] = y;
    out += 2;
  };
  let i = 0;
  while (i < length) {
    const start = i;
    const column = Math.floor(xs[i] * scale + offset);
    let low = i;
    let high = i;
    let gap = false;
    for (; i < length && Math.floor(xs[i] * scale + offset) === column; i += 1) {
      const y = ys[i];
      if (!Number.isFinite(y)) gap = true;
      else {
        if (!(ys[low] <= y)) low = i;
        if (!(ys[high] >= y)) high = i;
      }
    }
    // In the order of the curve, each point once.
    let last = -1;
    for (const at of [start, Math.min(low, high), Math.max(low, high), i - 1]) {
      if (at > last && Number.isFinite(ys[at])) put(xs[at] * scale + offset, ys[at]);
      last = Math.max(last, at);
    }
    if (gap) put(column, Number.NaN);
  }
  return { points, length: out / 2 };
}
