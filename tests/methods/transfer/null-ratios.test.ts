/** What a speed-up is where nothing is transferred. */
import { expect, test } from 'vitest';
import { nullRatios } from '../../../src/methods/transfer/report/null-ratios.ts';
import type { CurveCost } from '../../../src/methods/transfer/speed-up.ts';
import { randomStream } from '../../../src/experiment/random.ts';

/** A run that is at its best, `best`, at `cost`. */
const reaching = (cost: number, best = 0.8): readonly CurveCost[] => [
  { cost: 1, metric: 0.1 },
  { cost, metric: best },
];

test('all ordered pairs of seeds: a ratio and its inverse are both among them', () => {
  const ratios = nullRatios([reaching(10), reaching(20), reaching(40)]);
  expect(ratios?.converged).toMatchObject({ pairs: 6, notReached: 0, range: { low: 0.25, high: 4 } });
});

test('the interval is Student’s on logarithms, the same to both sides of 1', () => {
  const { interval } = nullRatios([reaching(10), reaching(20), reaching(40)])?.converged ?? {
    interval: null,
  };
  // s of log 10, log 20, log 40 is log 2; t with two degrees of freedom 4.302653.
  expect(interval?.high).toBeCloseTo(Math.exp(4.302653 * Math.log(2) * Math.SQRT2), 3);
  expect((interval?.low ?? 0) * (interval?.high ?? 0)).toBeCloseTo(1, 10);
});

test('one of three seeds that is never as good leaves two ratios of six unreached, and no interval', () => {
  const { comparable } = nullRatios([reaching(10), reaching(20), reaching(40, 0.7)]) ?? {};
  expect(comparable).toMatchObject({ pairs: 6, notReached: 2, interval: null });
  expect(comparable?.range?.high).toBe(40 / 10);
});

test('one seed has no ratio, two have a range alone, equal ones no interval', () => {
  expect(nullRatios([reaching(10)])).toBeNull();
  expect(nullRatios([reaching(10), reaching(20)])?.converged).toMatchObject({
    range: { low: 0.5, high: 2 },
    interval: null,
  });
  expect(nullRatios([10, 10, 10].map((cost) => reaching(cost)))?.converged.interval).toBeNull();
});

test('in 100 pairs of further seeds about 95 ratios lie in the interval', () => {
  const stream = randomStream(7, 'null ratios');
  const draw = (): number => Math.exp(stream.normal(3, 0.5));
  const trials = 2000;
  let inside = 0;
  for (let trial = 0; trial < trials; trial++) {
    const interval = nullRatios([draw(), draw(), draw(), draw()].map((cost) => reaching(cost)))?.converged
      .interval;
    const ratio = draw() / draw();
    if (interval !== null && interval !== undefined && ratio >= interval.low && ratio <= interval.high)
      inside++;
  }
  expect(inside / trials).toBeGreaterThan(0.93);
  expect(inside / trials).toBeLessThan(0.97);
});
