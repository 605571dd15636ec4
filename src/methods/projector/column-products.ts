/** Products of the columns of two tall matrices: what normal equations are made of. */
import { Matrix } from 'ml-matrix';

/** Rows that are multiplied at a time: few enough to stay in the cache while all columns pass over them. */
const BLOCK = 64;

/** aᵀ·b of [count × rows] and [count × columns]. */
export function columnProducts(
  a: Float64Array,
  b: Float64Array,
  count: number,
  rows: number,
  columns: number,
): Matrix {
  const result: Float64Array[] = Array.from({ length: rows }, () => new Float64Array(columns));
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(count, start + BLOCK);
    for (let i = 0; i < rows; i += 1) {
      const sums = result[i];
      for (let row = start; row < end; row += 1) {
        const own = a[row * rows + i];
        const offset = row * columns;
        for (let j = 0; j < columns; j += 1) sums[j] += own * b[offset + j];
      }
    }
  }
  return new Matrix(result);
}
