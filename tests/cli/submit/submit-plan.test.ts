import { describe, expect, test } from 'vitest';
import { jobName, ranges } from '../../../src/cli/submit/submit-plan.ts';

test.each<readonly [readonly number[], string]>([
  [[], ''],
  [[4], '4'],
  [[1, 2, 3, 7], '1-3,7'],
  [[1, 3, 5, 6], '1,3,5-6'],
])('%j is written %s', (numbers, text) => {
  expect(ranges(numbers)).toBe(text);
});

describe('names of jobs', () => {
  test.each([
    ['My Sweep_2', 'lab-my-sweep-2'],
    ['Größe', 'lab-gro-e'],
    ['…', 'lab-sweep'],
    ['-x-', 'lab-x'],
  ])('%s becomes %s', (text, name) => {
    expect(jobName(text)).toBe(name);
  });

  test('are short, and never end with a hyphen', () => {
    expect(jobName(`${'a'.repeat(35)} b`)).toBe(`lab-${'a'.repeat(35)}`);
  });
});
