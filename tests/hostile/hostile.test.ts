/** Thousands of damaged files for every reader of outside bytes; `npm run fuzz` gives them many more. */
import { expect, test } from 'vitest';
import { runTarget } from './run-target.ts';
import { TARGETS } from './targets.ts';

const INPUTS = 5000;
const SEED = 20_260_101;
const EACH = Math.ceil(INPUTS / TARGETS.length);

test.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_name, target) => {
  const { violation, read, refused } = await runTarget(target, { inputs: EACH, seed: SEED });
  expect(violation).toBeNull();
  // Damage that everything survives, or that nothing does, tests half of a reader.
  expect(read).toBeGreaterThan(0);
  expect(target.neverRefuses === true ? 1 : refused).toBeGreaterThan(0);
});
