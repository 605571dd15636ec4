/** The few operators of the parity self-test in float64, written to be read and not to be fast. */

/** Fixed numbers in [-1, 1): a linear congruential generator, the same on every device. */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** `a` [rows × inner] times `b` [inner × columns], row-major. */
export function matrixProduct(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  inner: number,
  columns: number,
): number[] {
  return Array.from({ length: (a.length / inner) * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let sum = 0;
    for (let i = 0; i < inner; i += 1) sum += a[row * inner + i] * b[i * columns + column];
    return sum;
  });
}

export function softmax(values: readonly number[], columns: number): number[] {
  return inRows(values, columns, (row) => {
    const most = Math.max(...row);
    const exponentials = row.map((value) => Math.exp(value - most));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    return exponentials.map((value) => value / total);
  });
}

export function layerNormalization(
  values: readonly number[],
  gain: ArrayLike<number>,
  bias: ArrayLike<number>,
  epsilon: number,
): number[] {
  return inRows(values, gain.length, (row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i] + bias[i]);
  });
}

/** Error function by its Maclaurin series, exact to float64 for the small arguments of this test. */
export function erf(value: number): number {
  let term = value;
  let sum = value;
  for (let n = 1; Math.abs(term) > 1e-17; n += 1) {
    term *= -(value * value) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function inRows(values: readonly number[], columns: number, each: (row: number[]) => number[]): number[] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    each(values.slice(row * columns, (row + 1) * columns)),
  ).flat();
}
