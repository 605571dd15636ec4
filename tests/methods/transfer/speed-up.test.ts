import { describe, expect, test } from 'vitest';
import { convergedCost, costToReach, speedUps } from '../../../src/methods/transfer/speed-up.ts';

/** A curve evaluated every hundred steps. */
const curve = (...metrics: readonly number[]) =>
  metrics.map((metric, index) => ({ cost: 100 * (index + 1), metric }));

const reached = (factor: number) => ({ kind: 'reached', factor });
const notReached = { kind: 'not-reached' };

describe('the converged step', () => {
  test('is the first evaluation that is as good as the best one', () => {
    expect(convergedCost(curve(0.5, 0.8, 0.7, 0.8))).toBe(200);
    expect(convergedCost(curve(0.9, 0.8))).toBe(100);
  });

  test('comes sooner with a tolerance', () => {
    expect(convergedCost(curve(0.5, 0.78, 0.8), 0.05)).toBe(200);
    expect(convergedCost(curve(0.5, 0.78, 0.8), 0.01)).toBe(300);
  });

  test('is not there for a run without evaluations', () => {
    expect(convergedCost([])).toBeNull();
    expect(costToReach(curve(0.1, 0.2), 0.3)).toBeNull();
  });
});

describe('speed-ups', () => {
  test('are the ratio of the converged steps, and of the step at which the other’s best is reached', () => {
    const { converged, comparable } = speedUps(curve(0.5, 0.6, 0.7, 0.8), curve(0.8, 0.85));
    expect(converged).toEqual(reached(2));
    expect(comparable).toEqual(reached(4));
  });

  test('are below 1 where the transferred start is slower', () => {
    const { converged, comparable } = speedUps(curve(0.8, 0.7, 0.7), curve(0.5, 0.7, 0.8));
    expect(converged.kind === 'reached' && converged.factor).toBeCloseTo(1 / 3);
    expect(comparable.kind === 'reached' && comparable.factor).toBeCloseTo(1 / 3);
  });

  test('say “not reached” where the transferred start never gets there, which is no number', () => {
    const { converged, comparable } = speedUps(curve(0.5, 0.9), curve(0.6, 0.7));
    expect(converged).toEqual(reached(1));
    expect(comparable).toEqual(notReached);
    expect(speedUps(curve(0.5, 0.9), curve(0.6, 0.87), 0.05).comparable).toEqual(reached(1));
  });

  test('say so too where a run has no evaluations', () => {
    expect(speedUps([], curve(0.5))).toEqual({ converged: notReached, comparable: notReached });
    expect(speedUps(curve(0.5), [])).toEqual({ converged: notReached, comparable: notReached });
  });
});
