import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../../src/experiment/random.ts';
import { classScores, logSumExp } from '../../../../src/experiment/verbalizer/chain/class-scores.ts';
import { weightedLoss, weightedScores } from '../../../../src/experiment/verbalizer/chain/weighted-scores.ts';
import { drawn, madeWords } from '../made-words.ts';

const COUNTS = [4, 1, 9];
const made = madeWords(3, COUNTS);
const { words, classes, prior, truth } = made;
const zeros = COUNTS.map((count) => new Float64Array(count));
const some = COUNTS.map((count, c) => drawn(randomStream(c, 'weights'), count, 1));

test.each([['without', null] as const, ['with', prior] as const])(
  'weights of zero are the plain mean, %s calibration',
  (_, calibration) => {
    const plain = classScores(words, { classes, prior: calibration });
    weightedScores(words, classes, calibration, zeros).forEach((score, at) => {
      expect(score).toBeCloseTo(plain[at], 12);
    });
  },
);

test('a weight far above the others is that word alone', () => {
  const alone = zeros.map((weights) => Float64Array.from(weights, (_, at) => (at === 0 ? 800 : 0)));
  const first = classes.map(([name]) => [name]);
  const scores = weightedScores(words, classes, prior, alone);
  const named = classScores(words, { classes: first, prior });
  // Another set of words moves all log-probabilities of a row by one constant.
  for (let row = 0; row < words.rows; row++)
    for (let c = 1; c < 3; c++)
      expect(scores[3 * row + c] - scores[3 * row]).toBeCloseTo(named[3 * row + c] - named[3 * row], 9);
});

describe.each([['without', null] as const, ['with', prior] as const])('%s calibration', (_, calibration) => {
  test('the loss is the mean cross-entropy of the scores', () => {
    const scores = weightedScores(words, classes, calibration, some);
    const losses = truth.map((label, row) => {
      const own = scores.subarray(3 * row, 3 * row + 3);
      return logSumExp(own) - own[label];
    });
    const { loss } = weightedLoss(words, classes, calibration, some, truth);
    expect(loss).toBeCloseTo(losses.reduce((sum, one) => sum + one, 0) / losses.length, 12);
  });

  test('the gradient of each weight is that of finite differences', () => {
    const step = 1e-5;
    const { gradient } = weightedLoss(words, classes, calibration, some, truth);
    COUNTS.forEach((count, c) => {
      for (let at = 0; at < count; at++) {
        const lossAt = (by: number): number => {
          const moved = some.map((weights) => weights.slice());
          moved[c][at] += by;
          return weightedLoss(words, classes, calibration, moved, truth).loss;
        };
        expect(gradient[c][at]).toBeCloseTo((lossAt(step) - lossAt(-step)) / (2 * step), 8);
      }
    });
    expect(gradient[1]).toEqual(Float64Array.from([0]));
    expect(Math.max(...gradient.flatMap((own) => Array.from(own, Math.abs)))).toBeGreaterThan(0.01);
  });
});
