/** Which neurons a block keeps first. Narrower models are the first of one order, so that each holds the one before it. */
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';

/** Neurons by falling score; of equal ones the lower first. */
export function orderByScore(scores: ArrayLike<number>): readonly number[] {
  return Array.from({ length: scores.length }, (_, neuron) => neuron).sort(
    (a, b) => scores[b] - scores[a] || a - b,
  );
}

/** Control: the least active neurons first. */
export const inverseOrder = (scores: ArrayLike<number>): readonly number[] =>
  orderByScore(Array.from(scores, (score) => -score));

/** Control: neurons in an order that knows nothing of them. @param block so that blocks differ */
export const randomOrder = (size: number, seed: number, block: number): readonly number[] =>
  Array.from(shuffled(size, randomStream(seed, `neurons of block ${String(block)}`)));
