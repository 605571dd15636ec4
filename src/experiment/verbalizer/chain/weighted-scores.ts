/**
 * Learnable refinement (specs: KPT, section 9): a weight a word, softmax within its class, decides how much the word's
 * log-probability counts. With weights of zero it is the plain mean.
 */
import { LogProbabilities, logSumExp, type ClassWords } from './class-scores.ts';
import type { Matrix } from './word-values.ts';

/** Weights of a class as shares of one. */
function shares(weights: Float64Array): Float64Array {
  const all = logSumExp(weights);
  return weights.map((weight) => Math.exp(weight - all));
}

export interface WeightedLoss {
  /** Mean cross-entropy over the rows. */
  readonly loss: number;
  /** Of the loss, by weight, class after class as `weights` are. */
  readonly gradient: readonly Float64Array[];
}

const weighted = (alpha: Float64Array, logs: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < logs.length; at++) sum += alpha[at] * logs[at];
  return sum;
};

/** Scores of all rows, [rows × classes]. @param weights a list a class, as `classes` */
export function weightedScores(
  words: Matrix,
  classes: ClassWords,
  prior: Float64Array | null,
  weights: readonly Float64Array[],
): Float64Array {
  const alphas = weights.map(shares);
  const logs = new LogProbabilities(words, classes, prior);
  const scores = new Float64Array(words.rows * classes.length);
  for (let row = 0; row < words.rows; row++)
    logs.read(row).forEach((own, c) => (scores[row * classes.length + c] = weighted(alphas[c], own)));
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
  const logs = new LogProbabilities(words, classes, prior);
  let loss = 0;
  for (let row = 0; row < words.rows; row++) {
    const own = logs.read(row);
    const scores = Float64Array.from(own, (values, c) => weighted(alphas[c], values));
    const all = logSumExp(scores);
    loss += (all - scores[truth[row]]) / words.rows;
    own.forEach((values, c) => {
      const error = (Math.exp(scores[c] - all) - (truth[row] === c ? 1 : 0)) / words.rows;
      for (let at = 0; at < values.length; at++)
        gradient[c][at] += error * alphas[c][at] * (values[at] - scores[c]);
    });
  }
  return { loss, gradient };
}
