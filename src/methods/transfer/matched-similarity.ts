/**
 * Similarity that does not see the order of a prompt's rows: each row of one is matched with a row of the other so that
 * the sum of cosines is largest (linear assignment; Kuhn 1955, in Jonker and Volgenant's form with shortest paths,
 * O(n²m)).
 */
import { dot, row, sameWidth, unitRows, type PromptMatrix } from './prompt-matrix.ts';

/**
 * C_matched(A, B) = max_π (1/l) Σ_i cos(a_i, b_π(i)) with π one-to-one. Where the prompts differ in length the rows of
 * the shorter one are matched and l is its length. 1 for a prompt with any reordering of itself.
 */
export function cMatched(a: PromptMatrix, b: PromptMatrix): number {
  sameWidth(a, b);
  const [fewer, more] = a.length <= b.length ? [unitRows(a), unitRows(b)] : [unitRows(b), unitRows(a)];
  const cosines = Array.from({ length: fewer.length }, (_, i) =>
    Float64Array.from({ length: more.length }, (_unused, j) => dot(row(fewer, i), row(more, j))),
  );
  const matched = bestAssignment(cosines);
  // A cosine of a row with itself can be a rounding above 1.
  return matched.reduce((sum, column, i) => sum + Math.min(1, cosines[i][column]), 0) / fewer.length;
}

/**
 * For each row the column it is assigned, no column twice, so that the sum of `gains` is largest.
 * @param gains rows × columns, no more rows than columns
 */
export function bestAssignment(gains: readonly ArrayLike<number>[]): readonly number[] {
  const rows = gains.length;
  const columns = rows === 0 ? 0 : gains[0].length;
  // Potentials of rows and columns; index 0 stands for “none”, so rows and columns count from 1.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let start = 1; start <= rows; start += 1) {
    const shortest = new Float64Array(columns + 1).fill(Infinity);
    const reached = new Uint8Array(columns + 1);
    rowOf[0] = start;
    let at = 0;
    do {
      reached[at] = 1;
      const current = rowOf[at];
      let step = Infinity;
      let next = 0;
      for (let column = 1; column <= columns; column += 1) {
        if (reached[column] === 1) continue;
        const reduced = -gains[current - 1][column - 1] - rowPotential[current] - columnPotential[column];
        if (reduced < shortest[column]) {
          shortest[column] = reduced;
          before[column] = at;
        }
        if (shortest[column] < step) {
          step = shortest[column];
          next = column;
        }
      }
      for (let column = 0; column <= columns; column += 1) {
        if (reached[column] === 1) {
          rowPotential[rowOf[column]] += step;
          columnPotential[column] -= step;
        } else shortest[column] -= step;
      }
      at = next;
    } while (rowOf[at] !== 0);
    while (at !== 0) {
      rowOf[at] = rowOf[before[at]];
      at = before[at];
    }
  }
  const assigned = Array.from({ length: rows }, () => 0);
  for (let column = 1; column <= columns; column += 1)
    if (rowOf[column] > 0) assigned[rowOf[column] - 1] = column - 1;
  return assigned;
}
