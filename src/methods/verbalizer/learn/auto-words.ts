/**
 * The automatic verbalizer (PETAL, Schick et al. 2020; specs: KPT, section 11): one token a class, the one that tells the
 * class's labelled rows best from the others.
 */
import { logSumExp } from '../../../experiment/verbalizer/chain/class-scores.ts';
import type { Matrix } from '../../../experiment/verbalizer/chain/word-values.ts';

/** Tokens that are looked at: those likeliest over the class's rows. */
const CANDIDATES = 1000;

/**
 * @param logits [rows × vocabulary]
 * @returns a token a class; a token that an earlier class has is not taken again
 */
export function chooseTokens(
  logits: Matrix,
  truth: readonly number[],
  classes: number,
): readonly (readonly number[])[] {
  const { columns, values } = logits;
  const logs = truth.map((_, row) => {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const all = logSumExp(own);
    return Float64Array.from(own, (value) => value - all);
  });
  const taken = new Set<number>();
  return Array.from({ length: classes }, (_, c) => {
    const positive = logs.filter((_row, row) => truth[row] === c);
    const negative = logs.filter((_row, row) => truth[row] !== c);
    // Balanced: as much weight on the others as on the class.
    const balance = positive.length / Math.max(1, negative.length);
    const likely = new Float64Array(columns);
    for (const row of positive) for (let id = 0; id < columns; id++) likely[id] += row[id];
    const candidates = Uint32Array.from(likely, (_value, id) => id)
      .sort((a, b) => likely[b] - likely[a] || a - b)
      .subarray(0, CANDIDATES);
    const odds = (row: Float64Array, id: number): number => row[id] - Math.log1p(-Math.exp(row[id]));
    const score = (id: number): number =>
      positive.reduce((sum, row) => sum + odds(row, id), 0) -
      balance * negative.reduce((sum, row) => sum + odds(row, id), 0);
    const [best] = Array.from(candidates, (id) => ({ id, score: score(id) }))
      .filter(({ id }) => !taken.has(id))
      .sort((a, b) => b.score - a.score || a.id - b.id);
    taken.add(best.id);
    return [best.id];
  });
}
