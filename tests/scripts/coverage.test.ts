import { expect, test } from 'vitest';
import { ASKED } from '../../scripts/coverage-parts.ts';
import { coverageOf, SCENARIOS } from '../../scripts/coverage-scenarios.ts';

/** Enough for a standard error of one point; scripts/coverage.ts has more. */
const TRIALS = 500;

const brief = SCENARIOS.filter((scenario) => scenario.brief);

test.each(brief.map((scenario) => [scenario.interval, scenario.data, scenario] as const))(
  'the interval “%s” holds the truth as often as it says: %s',
  (_interval, _data, scenario) => {
    const { low, high } = scenario.caveat ?? ASKED;
    const { covered, trials } = coverageOf(scenario, TRIALS);
    expect(trials).toBeGreaterThan(0.98 * TRIALS);
    expect(covered).toBeGreaterThanOrEqual(low);
    expect(covered).toBeLessThanOrEqual(high);
  },
);

test('every interval that is simulated at all is among those', () => {
  const named = (scenarios: typeof SCENARIOS): Set<string> =>
    new Set(scenarios.map(({ interval }) => interval));
  expect(named(brief)).toEqual(named(SCENARIOS));
});
