/**
 * Learnable refinement (specs: KPT, section 9): a weight a word, softmax within its class, decides how much the word's
 * log-probability counts. With weights of zero it is the plain mean.
 */
import { logSumExp, rowLogProbabilities, type ClassWords } from './class-scores.ts';
import type { Matrix } from './word-values.ts';

/** Weights of a class as shares of one. */
function shares(weights: Float64Array): Float64Array {
  const all = logSumExp(weights);
  return weights.map((weight) => Math.exp(weight - all));
}

export interface WeightedRow {
  /** [classes] */
  readonly scores: Float64Array;
  /** log p, class after class. */
  readonly logs: readonly Float64Array[];
}

export interface WeightedLoss {
  /** Mean cross-entropy over the rows. */
  readonly loss: number;
  /** Of the loss, by weight, class after class as `weights` are. */
  readonly gradient: readonly Float64Array[];
}

/** Scores of the classes in one row. @param weights a list a class, as `classes` */
export function weightedRow(
  words: Matrix,
  row: number,
  classes: ClassWords,
  prior: Float64Array | null,
  alphas: readonly Float64Array[],
): WeightedRow {
  const logs = rowLogProbabilities(words, row, classes, prior);
  const scores = Float64Array.from(logs, (own, c) =>
    own.reduce((sum, log, at) => sum + alphas[c][at] * log, 0),
  );
  return { scores, logs };
}

/** Scores of all rows, [rows × classes]. */
export function weightedScores(
  words: Matrix,
  classes: ClassWords,
  prior: Float64Array | null,
  weights: readonly Float64Array[],
): Float64Array {
  const alphas = weights.map(shares);
  const scores = new Float64Array(words.rows * classes.length);
  for (let row = 0; row < words.rows; row++)
    scores.set(weightedRow(words, row, classes, prior, alphas).scores, row * classes.length);
  return scores;
}

/**
 * Cross-entropy of the weighted scores, and its gradient: dL/dw = Σ over rows of (q_c − y_c) · α · (log p − S_c), because
 * dS_c/dw_v = α_v (log p_v − S_c).
 * @param truth the class of each row
 */
export function weightedLoss(
  words: Matrix,
  classes: ClassWords,
  prior: Float64Array | null,
  weights: readonly Float64Array[],
  truth: readonly number[],
): WeightedLoss {
  const alphas = weights.map(shares);
  const gradient = weights.map(({ length }) => new Float64Array(length));
  let loss = 0;
  for (let row = 0; row < words.rows; row++) {
    const { scores, logs } = weightedRow(words, row, classes, prior, alphas);
    const all = logSumExp(scores);
    loss += (all - scores[truth[row]]) / words.rows;
    classes.forEach((_, c) => {
      const error = (Math.exp(scores[c] - all) - (truth[row] === c ? 1 : 0)) / words.rows;
      for (let at = 0; at < alphas[c].length; at++)
        gradient[c][at] += error * alphas[c][at] * (logs[c][at] - scores[c]);
    });
  }
  return { loss, gradient };
}
