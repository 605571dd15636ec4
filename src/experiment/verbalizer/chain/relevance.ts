/**
 * Relevance refinement (specs: KPT, section 8): words go that rise and fall over the support set with other classes'
 * names rather than with their own. One rate is sought for all classes, so that the words at the cut score near 1.
 */
import type { ClassWords } from './class-scores.ts';
import type { Matrix } from './word-values.ts';

export interface Relevance {
  /** Of each class its words by falling relevance. */
  readonly ordered: ClassWords;
  /** The relevance of those words; -100 of one that moves against its own class. */
  readonly scores: readonly (readonly number[])[];
  /** Share of each class that stays. */
  readonly rate: number;
  readonly kept: ClassWords;
}

const AGAINST = -100;
/** What the other classes' part is at least, so that dividing by it is safe. */
const LEAST = 1e-6;

/** Exponent of the mean over other classes: nearly their largest with two classes, nearly their mean with many. */
export const exponentFor = (classes: number): number => 1 + 10 / (classes - 2 + 0.01);

/** The columns of `support`, centred and of length one; a column that does not move is all zeros. */
function directions(support: Matrix, columns: readonly number[]): ReadonlyMap<number, Float64Array> {
  const { rows, values } = support;
  return new Map(
    [...new Set(columns)].map((column) => {
      const moves = Float64Array.from({ length: rows }, (_, row) => values[row * support.columns + column]);
      const mean = moves.reduce((sum, value) => sum + value, 0) / rows;
      const centred = moves.map((value) => value - mean);
      const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
      return [column, length === 0 ? centred.fill(0) : centred.map((value) => value / length)];
    }),
  );
}

/** Mean of the p-th powers, to the power 1/p, with the largest taken out first: p may be 1001. */
function powerMean(sizes: readonly number[], p: number): number {
  const most = Math.max(...sizes);
  if (most === 0 || sizes.length === 0) return 0;
  return most * (sizes.reduce((sum, size) => sum + (size / most) ** p, 0) / sizes.length) ** (1 / p);
}

/** The rate whose words at the cut score nearest to 1; of equals the first. */
function commonRate(scores: readonly (readonly number[])[]): number {
  const longest = Math.max(...scores.map(({ length }) => length));
  let best = { rate: 0, loss: Infinity };
  for (let k = 0; k < longest; k++) {
    const rate = k / longest;
    const loss = scores.reduce((sum, own) => {
      const boundary = own[Math.min(own.length - 1, Math.floor(rate * own.length))];
      return sum + (boundary - 1) ** 2;
    }, 0);
    if (loss < best.loss) best = { rate, loss };
  }
  return best.rate;
}

/**
 * @param support [support × words], one number a word
 * @param classes the words left of each class, at least one; the first stands for the class
 */
export function refineByRelevance(support: Matrix, classes: ClassWords): Relevance {
  const all = directions(support, classes.flat());
  const direction = (column: number): Float64Array => all.get(column) ?? new Float64Array(support.rows);
  const names = classes.map(([name]) => direction(name));
  const p = exponentFor(classes.length);
  const cosine = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, row) => sum + x * b[row], 0);
  const relevance = (column: number, own: number): number => {
    const moves = direction(column);
    const likeOwn = cosine(moves, names[own]);
    const others = names.flatMap((name, at) => (at === own ? [] : [Math.abs(cosine(moves, name))]));
    return likeOwn < 0 ? AGAINST : likeOwn / Math.max(powerMean(others, p), LEAST);
  };
  const sorted = classes.map((columns, own) =>
    columns
      .map((column, at) => ({ column, at, score: relevance(column, own) }))
      .sort((a, b) => b.score - a.score || a.at - b.at),
  );
  const scores = sorted.map((words) => words.map(({ score }) => score));
  const rate = commonRate(scores);
  const ordered = sorted.map((words) => words.map(({ column }) => column));
  const kept = ordered.map((columns) => columns.slice(0, Math.max(1, Math.floor(columns.length * rate))));
  return { ordered, scores, rate, kept };
}
