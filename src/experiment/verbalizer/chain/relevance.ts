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

/** A column of `support`, centred and of length one; all zeros where it does not move. */
function direction({ rows, columns, values }: Matrix, column: number): Float64Array {
  const moves = new Float64Array(rows);
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += moves[row] = values[row * columns + column];
  let squares = 0;
  for (let row = 0; row < rows; row++) squares += (moves[row] -= sum / rows) ** 2;
  const length = Math.sqrt(squares);
  for (let row = 0; row < rows; row++) moves[row] = length === 0 ? 0 : moves[row] / length;
  return moves;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
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
  const names = classes.map(([name]) => direction(support, name));
  const p = exponentFor(classes.length);
  const relevance = (column: number, own: number): number => {
    const moves = direction(support, column);
    const likeOwn = dot(moves, names[own]);
    if (likeOwn < 0) return AGAINST;
    const others = names.flatMap((name, at) => (at === own ? [] : [Math.abs(dot(moves, name))]));
    return likeOwn / Math.max(powerMean(others, p), LEAST);
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
