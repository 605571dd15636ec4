import { expect, test } from 'vitest';
import { bestUntrained, untrained } from '../../../src/views/train/untrained.ts';

const draws = [0.62, 0.69, 0.68].map((test) => ({ dev: test - 0.1, test }));
const BASELINES = [
  { name: 'majority', dev: 0.5, test: 0.52 },
  { name: 'noPrompt', dev: 0.6, test: 0.66 },
  { name: 'randomPrompt', dev: 0.563, test: 0.663, draws },
];

test('of several random prompts the best has to be beaten, and how far they lie apart is told', () => {
  expect(untrained(BASELINES, 'test')).toEqual([
    { name: 'no prompt', at: 0.66, range: null },
    { name: 'the best of three random prompts', at: 0.69, range: { low: 0.62, high: 0.69 } },
    { name: 'the majority class', at: 0.52, range: null },
  ]);
  expect(bestUntrained(BASELINES, 'test')?.name).toBe('the best of three random prompts');
  expect(bestUntrained(BASELINES, 'dev')?.name).toBe('no prompt');
});

test('a record from before several were drawn has one value', () => {
  const one = [{ name: 'randomPrompt', dev: 0.5, test: 0.7 }];
  expect(untrained(one, 'test')).toEqual([{ name: 'a random prompt', at: 0.7, range: null }]);
  expect(bestUntrained([], 'test')).toBeNull();
});
