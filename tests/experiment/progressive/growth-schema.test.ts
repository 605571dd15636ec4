/** What is wrong with a recipe of a growing PLM is said with the field's name. */
import { describe, expect, test } from 'vitest';
import { defaultGrowth } from '../../../src/experiment/progressive/default-growth.ts';
import type { GrowthSweep } from '../../../src/experiment/progressive/growth-recipe.ts';
import { parseGrowthSweep } from '../../../src/experiment/progressive/growth-schema.ts';
import { listCells } from '../../../src/experiment/sweep/list-cells.ts';
import { growthExperiment } from '../../../src/experiment/progressive/growth-experiment.ts';
import { parseSweep } from '../../../src/experiment/sweep-recipes.ts';

const recipe = (change: object = {}): unknown => ({ ...defaultGrowth('lab-tiny', ['subj']), ...change });

const shares = (sizes: readonly number[], spent: readonly number[]): object => ({
  stages: { by: 'shares', reduce: 'both', shares: sizes, spent },
});

test('the default recipe is one, and is read as that of its experiment', () => {
  expect(parseGrowthSweep(recipe())).toEqual(recipe());
  expect(parseSweep(recipe())).toEqual(recipe());
});

describe.each<readonly [string, object, RegExp]>([
  ['shares of the steps that don’t add up', shares([0.5, 1], [0.5, 0.4]), /stages.spent adds up to 0.9/],
  ['shares of the PLM that fall', shares([0.5, 0.25, 1], [0.2, 0.2, 0.6]), /stages.shares fall/],
  [
    'other numbers of shares',
    shares([0.5, 1], [0.2, 0.2, 0.6]),
    /stages.spent has 3 shares of the steps for 2 stages/,
  ],
  ['a share above the whole', shares([0.5, 1.5], [0.5, 0.5]), /must be at most 1/],
  ['a share of nothing', shares([0, 1], [0.5, 0.5]), /greater than 0/],
  ['no stage', shares([], []), /at least one stage/],
  [
    'counts of other steps than the run’s',
    { stages: { by: 'counts', counts: [{ steps: 10, layers: 2, neurons: 8 }] } },
    /stages.counts have 10 steps, and the run has 600/,
  ],
  [
    'counts of a shrinking PLM',
    {
      stages: {
        by: 'counts',
        counts: [
          { steps: 300, layers: 4, neurons: 8 },
          { steps: 300, layers: 2, neurons: 8 },
        ],
      },
    },
    /lose layers/,
  ],
  [
    'a stage of no layer',
    { stages: { by: 'counts', counts: [{ steps: 600, layers: 0, neurons: 8 }] } },
    /at least 1/,
  ],
  ['an unknown field', { stagse: 1 }, /stagse is not a field/],
  ['an unknown partner', { compare: ['luck'] }, /must be full, flops, seconds/],
  [
    'a saved prompt as the start of every seed',
    { training: { ...defaultGrowth('p', ['t']).training, init: { kind: 'saved', promptId: 'x' } } },
    /start|saved/,
  ],
  [
    'label words for several tasks',
    { tasks: ['subj', 'sst2'], labelWords: [['a'], ['b']] },
    /labelWords are those of one task/,
  ],
  ['a start of another size', { start: { name: 'p', length: 20, width: 8, values: [1, 2] } }, /start.values/],
  ['a start that is no number', { start: { name: 'p', length: 1, width: 1, values: [Infinity] } }, /finite/],
])('%s', (_, change, message) => {
  test('is refused by name', () => {
    expect(() => parseGrowthSweep(recipe(change))).toThrow(message);
  });
});

describe('cells', () => {
  const ids = (change: Partial<GrowthSweep> = {}): readonly string[] => {
    const sweep = { ...defaultGrowth('lab-tiny', ['subj']), ...change };
    return listCells(growthExperiment, sweep, () => '').map(
      (cell) => growthExperiment.cells.find(({ kind }) => kind === cell.kind)?.id(cell) ?? '',
    );
  };

  test('are scores once, then seed by seed the cost, the growing run and its partners', () => {
    expect(ids({ seeds: [1, 2] })).toEqual([
      'scores subj',
      ...[1, 2].flatMap((seed) => [
        `cost subj seed ${String(seed)}`,
        ...['grow', 'full', 'equal-flops', 'equal-seconds'].map((arm) => `${arm} subj seed ${String(seed)}`),
      ]),
    ]);
  });

  test('need no scores in depth alone, nor for random neurons', () => {
    const { stages } = defaultGrowth('lab-tiny', ['subj']);
    if (stages.by !== 'shares') throw new Error('the default is by shares');
    expect(ids({ stages: { ...stages, reduce: 'depth' }, compare: [] })).toEqual([
      'cost subj seed 1',
      'grow subj seed 1',
    ]);
    expect(ids({ selectNeurons: 'random', compare: ['flops'] })).toEqual([
      'cost subj seed 1',
      'grow subj seed 1',
      'equal-flops subj seed 1',
    ]);
  });
});
