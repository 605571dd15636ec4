import { expect, test } from 'vitest';
import { REPORT_PRINTERS } from '../../../src/cli/reports/index.ts';
import { EXPERIMENTS } from '../../../src/experiment/experiments.ts';
import { SWEEP_RECIPES } from '../../../src/experiment/sweep-recipes.ts';
import { defaultSweep } from '../../../src/experiment/transfer/default-sweep.ts';
import { sweepMethodOf } from '../../../src/methods/sweep-methods.ts';

test('every experiment has its recipes, its printed report and, for each kind of cell, a computation', () => {
  const kinds = [...EXPERIMENTS.keys()];
  expect([...SWEEP_RECIPES.keys()]).toEqual(kinds);
  expect([...REPORT_PRINTERS.keys()]).toEqual(kinds);
  for (const kind of kinds) {
    const { experiment, computations } = sweepMethodOf({ ...defaultSweep('p', ['t']), kind });
    expect(experiment).toBe(EXPERIMENTS.get(kind));
    const computed = computations.map(({ of }) => of);
    expect(computed).toEqual(experiment.cells);
    for (const { takesAsLongAs } of experiment.cells)
      expect(experiment.cells.map((cell) => cell.kind)).toContain(takesAsLongAs);
  }
});
