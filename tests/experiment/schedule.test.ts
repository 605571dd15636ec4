import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { learningRateAt, scheduleFactor, warmupSteps } from '../../src/experiment/schedule.ts';
import type { ScheduleKind } from '../../src/experiment/recipe-types.ts';

/** Rates of transformers 5.17 before each step, base rate 1. */
const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/optim/schedules.json', import.meta.url), 'utf8'),
) as { lr_before_step: Record<string, number[]> };

test.each<readonly [string, ScheduleKind, number, number]>([
  ['linear_warmup_3_of_10', 'linear', 3, 10],
  ['linear_no_warmup_of_10', 'linear', 0, 10],
  ['constant_with_warmup_4', 'constant', 4, 10],
  ['cosine_warmup_2_of_10', 'cosine', 2, 10],
])('%s equals transformers', (name, kind, warmup, total) => {
  const rates = recorded.lr_before_step[name] ?? [];
  expect(rates.length).toBeGreaterThan(5);
  rates.forEach((rate, step) => expect(scheduleFactor(kind, step, warmup, total)).toBeCloseTo(rate, 14));
});

test('a recipe warms up over its share of the steps and scales by its rate', () => {
  const recipe = { learningRate: 0.03, schedule: 'linear', steps: 600, warmupShare: 0.06 } as const;
  expect(warmupSteps(recipe)).toBe(36);
  expect(learningRateAt(recipe, 0)).toBe(0);
  expect(learningRateAt(recipe, 18)).toBeCloseTo(0.015, 12);
  expect(learningRateAt(recipe, 36)).toBeCloseTo(0.03, 12);
  expect(learningRateAt(recipe, 599)).toBeCloseTo(0.03 / 564, 12);
});

test('a share that floating point misses by a hair still gives the whole step', () => {
  expect(warmupSteps({ steps: 100, warmupShare: 0.29 })).toBe(29);
});
