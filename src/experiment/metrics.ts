/** How right a classifier is. Accuracies and shares run from 0 to 1. */
import { LabError } from '../errors/lab-error.ts';

/** Index of the largest of `scores` [from `offset`, `classes` of them]; the first of equals. */
export function argmax(scores: ArrayLike<number>, offset = 0, classes = scores.length): number {
  let best = 0;
  for (let c = 1; c < classes; c += 1) {
    if ((scores[offset + c] ?? NaN) > (scores[offset + best] ?? NaN)) best = c;
  }
  return best;
}

/** Share of `predictions` that equal `truth`. Throws `argument` for none or different numbers. */
export function accuracy(predictions: ArrayLike<number>, truth: ArrayLike<number>): number {
  sameLength(predictions, truth);
  let right = 0;
  for (let i = 0; i < truth.length; i += 1) if (predictions[i] === truth[i]) right += 1;
  return right / truth.length;
}

/** Steps over which a loss is averaged before it is drawn: one batch's jumps. */
const RECENT = 10;

/** Mean loss of the last steps; undefined before the first. */
export function recentLoss(points: readonly { readonly loss: number }[]): number | undefined {
  const last = points.slice(-RECENT);
  return last.length === 0 ? undefined : last.reduce((sum, { loss }) => sum + loss, 0) / last.length;
}

/** Accuracy of always saying the most frequent class of `truth`. */
export function majorityRate(truth: ArrayLike<number>): number {
  sameLength(truth, truth);
  const counts = new Map<number, number>();
  for (const y of Array.from(truth)) counts.set(y, (counts.get(y) ?? 0) + 1);
  return Math.max(...counts.values()) / truth.length;
}

/** Probabilities of `scores` (logits), stable for any size. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(scores);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = values.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Mean cross-entropy (nats) of `scores` [rows × classes] against `truth`. Throws `argument` where sizes differ. */
export function crossEntropy(scores: ArrayLike<number>, truth: ArrayLike<number>, classes: number): number {
  if (scores.length !== truth.length * classes || truth.length === 0) {
    throw badSizes(`${scores.length} scores for ${truth.length} rows of ${classes} classes`);
  }
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) {
    const own = Array.from({ length: classes }, (_, c) => scores[row * classes + c] ?? NaN);
    const most = Math.max(...own);
    const total = own.reduce((a, score) => a + Math.exp(score - most), 0);
    sum += Math.log(total) + most - (own[truth[row] ?? -1] ?? NaN);
  }
  return sum / truth.length;
}

function sameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length || b.length === 0) throw badSizes(`${a.length} predictions for ${b.length} rows`);
}

function badSizes(what: string): LabError {
  return new LabError({
    code: 'argument',
    message: `Can't compute a metric of ${what}.`,
    remedy: 'Give one prediction for each of at least one row.',
  });
}
