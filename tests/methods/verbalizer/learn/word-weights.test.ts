import { describe, expect, test } from 'vitest';
import { weightedLoss } from '../../../../src/experiment/verbalizer/chain/weighted-scores.ts';
import {
  learnWordWeights,
  predictWeighted,
  type LabelledLogits,
} from '../../../../src/methods/verbalizer/learn/word-weights.ts';
import { randomStream } from '../../../../src/experiment/random.ts';
import { sideBySide } from '../../../experiment/verbalizer/made-words.ts';

const CLASSES = sideBySide([3, 3]);

/** In each class one word tells the class; the others are louder, and noise. */
function rowsOf(seed: number, count: number): LabelledLogits {
  const stream = randomStream(seed, 'rows');
  const truth = Array.from({ length: count }, (_, row) => row % 2);
  const values = truth.flatMap((own) =>
    [0, 1].flatMap((c) => [c === own ? 2 : 0, stream.normal(0, 6), stream.normal(0, 6)]),
  );
  return { words: { rows: count, columns: 6, values: Float64Array.from(values) }, truth };
}

const [train, dev, fresh] = [rowsOf(1, 40), rowsOf(2, 40), rowsOf(3, 200)];
const rightOf = ({ words, truth }: LabelledLogits, weights: readonly Float64Array[]): number =>
  predictWeighted(words, CLASSES, null, weights).filter((found, row) => found === truth[row]).length /
  truth.length;

describe('learned word weights', () => {
  const learned = learnWordWeights(train, dev, CLASSES, null, { steps: 200, rate: 0.06 });
  const zeros = CLASSES.map(({ length }) => new Float64Array(length));

  test('lower the loss on the rows that they were learned from', () => {
    const lossAt = (weights: readonly Float64Array[]): number =>
      weightedLoss(train.words, CLASSES, null, weights, train.truth).loss;
    expect(lossAt(learned.weights)).toBeLessThan(0.7 * lossAt(zeros));
  });

  test('favour the word that tells its class, and know more rows rightly that nobody has seen', () => {
    for (const [telling, ...others] of learned.weights) expect(telling).toBeGreaterThan(Math.max(...others));
    expect(rightOf(fresh, learned.weights)).toBeGreaterThan(rightOf(fresh, zeros) + 0.1);
  });

  test('are the same at every repeat', () => {
    expect(learnWordWeights(train, dev, CLASSES, null, { steps: 200, rate: 0.06 })).toEqual(learned);
  });

  test('are nothing after no step', () => {
    expect(learnWordWeights(train, dev, CLASSES, null, { steps: 0, rate: 0.06 })).toEqual({
      weights: zeros,
      step: 0,
    });
  });
});
