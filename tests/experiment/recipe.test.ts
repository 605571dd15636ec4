import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { applyDifference, recipeDifference } from '../../src/experiment/recipe-difference.ts';
import { parseRecipe, readRecipe } from '../../src/experiment/recipe-schema.ts';
import type { OptimizerSettings, Recipe } from '../../src/experiment/recipe-types.ts';
import { runName } from '../../src/experiment/run-name.ts';
import { oldRecipe } from './old-records.ts';

const sst2 = { name: 'sst2', template: '{a} it was [MASK] .', labelWords: [['terrible'], ['great']] };
const base = defaultRecipe(sst2, 'lab-small');

const faultFields = (value: unknown): readonly string[] => {
  const reading = readRecipe(value);
  return reading.ok ? [] : reading.faults.map(({ field }) => field);
};

test('the default recipe is a valid recipe with the settings of the model cards', () => {
  expect(parseRecipe(JSON.parse(JSON.stringify(base)))).toEqual(base);
  expect(base).toMatchObject({
    method: 'prompt',
    promptLength: 20,
    maxLength: 64,
    training: {
      learningRate: 0.03,
      warmupShare: 0.06,
      clipNorm: 1,
      batch: 16,
      steps: 600,
      evalEvery: 100,
    },
    seed: 1,
  });
  expect(base.training.optimizer).toEqual({
    kind: 'adamw',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
  });
});

describe('a recipe from outside', () => {
  test.each<readonly [string, object, string]>([
    ['a prompt length of 0', { promptLength: 0 }, 'promptLength'],
    ['half a step', { steps: 1.5 }, 'steps'],
    ['a text for a number', { batch: '16' }, 'batch'],
    ['a rate that is no number', { learningRate: NaN }, 'learningRate'],
    ['an endless rate', { learningRate: Infinity }, 'learningRate'],
    ['a warm-up beyond the run', { warmupShare: 1.1 }, 'warmupShare'],
    ['an unknown schedule', { schedule: 'zigzag' }, 'schedule'],
    ['an unknown optimiser', { optimizer: { kind: 'adam' } }, 'optimizer.kind'],
    [
      'an optimiser without its settings',
      { optimizer: { kind: 'sgd', momentum: 0.9 } },
      'optimizer.nesterov',
    ],
    [
      'momentum that never forgets',
      { optimizer: { kind: 'sgd', momentum: 1, nesterov: false } },
      'optimizer.momentum',
    ],
    ['a start without spread', { init: { kind: 'normal', sigma: 0 } }, 'init.sigma'],
    ['one class', { labelWords: [['great']] }, 'labelWords'],
    ['a class without words', { labelWords: [['great'], []] }, 'labelWords.1'],
    ['a negative seed', { seed: -1 }, 'seed'],
    ['a run longer than anybody waits', { steps: 1e9 }, 'steps'],
    ['a field that recipes do not have', { dropout: 0.1 }, 'dropout'],
  ])('%s is refused by its field, in both versions', (_what, change, field) => {
    const [name] = Object.keys(change);
    const isTraining = name in base.training;
    expect(faultFields({ ...oldRecipe(base), ...change })).toEqual([field]);
    expect(
      faultFields(
        isTraining ? { ...base, training: { ...base.training, ...change } } : { ...base, ...change },
      ),
    ).toEqual([isTraining ? `training.${field}` : field]);
  });

  test.each([
    ['a later version', { version: 3 }, 'version'],
    ['a method that there is not', { method: 'magic' }, 'method'],
    ['a method by a name of every object', { method: 'toString' }, 'method'],
    ['no method', { method: undefined }, 'method'],
  ])('%s is refused', (_what, change, field) => {
    expect(faultFields({ ...base, ...change })).toEqual([field]);
  });

  test('a recipe of version 1 is read as one of prompt tuning', () => {
    expect(parseRecipe(JSON.parse(JSON.stringify(oldRecipe(base))))).toEqual(base);
  });

  test('all faults are named at once', () => {
    expect(faultFields({ ...oldRecipe(base), batch: 0, seed: 'x', engine: 'abacus' })).toEqual([
      'batch',
      'seed',
      'engine',
    ]);
  });

  test('a missing field is named', () => {
    const { template, ...rest } = base;
    expect(template).toBeTypeOf('string');
    expect(() => parseRecipe(rest)).toThrow(/template is missing/);
  });

  test.each([
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"init":{"kind":"vocab","__proto__":{}}}',
  ])('keys that reach a prototype are refused: %s', (json) => {
    const value = { ...base, ...(JSON.parse(json) as object) };
    const hostile: unknown = json.includes('init') ? value : JSON.parse(json);
    expect(() => parseRecipe(hostile)).toThrow(/is not allowed as a name/);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('nesting that would end the stack is refused', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(() => parseRecipe({ ...base, labelWords: deep })).toThrow(/nested too deep/);
  });

  test.each([null, 7, 'text', []])('%j is no recipe', (value) => {
    expect(() => parseRecipe(value)).toThrow(expect.objectContaining({ code: 'recipe' }) as Error);
  });
});

const anyRecipe: fc.Arbitrary<Recipe> = fc
  .record(
    {
      promptLength: fc.integer({ min: 1, max: 100 }),
      learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      init: fc.constantFrom<Recipe['init']>(
        { kind: 'vocab' },
        { kind: 'normal', sigma: 0.02 },
        { kind: 'class-words' },
      ),
      optimizer: fc.constantFrom<OptimizerSettings>(base.training.optimizer, {
        kind: 'sgd',
        momentum: 0.9,
        nesterov: true,
      }),
      clipNorm: fc.constantFrom<number | null>(null, 1, 5),
      labelWords: fc.constantFrom<Recipe['labelWords']>(base.labelWords, [['bad', 'awful'], ['good']]),
      seed: fc.nat(),
    },
    { requiredKeys: [] },
  )
  .map((change) => applyDifference(base, change));

describe('the difference of two recipes', () => {
  test('applied to the base gives the recipe back, through JSON too', () => {
    fc.assert(
      fc.property(anyRecipe, (recipe) => {
        const difference: unknown = JSON.parse(JSON.stringify(recipeDifference(recipe, base)));
        expect(applyDifference(base, difference)).toEqual(recipe);
      }),
    );
  });

  test('training settings may stand under their own name too', () => {
    expect(applyDifference(base, { training: { steps: 7 }, batch: 3 }).training).toEqual({
      ...base.training,
      steps: 7,
      batch: 3,
    });
    expect(() => applyDifference(base, { training: 7 })).toThrow(/training/);
  });

  test('has only what differs', () => {
    expect(recipeDifference({ ...base, seed: 2, labelWords: [['terrible'], ['great']] }, base)).toEqual({
      seed: 2,
    });
    expect(recipeDifference(base, base)).toEqual({});
  });

  test.each([null, [], 'seed=2', { seed: 'two' }, { nonsense: 1 }])(
    '%j from a link is an error, not a run',
    (difference) => {
      expect(() => applyDifference(base, difference)).toThrow(
        expect.objectContaining({ code: 'recipe' }) as Error,
      );
    },
  );
});

describe('run names', () => {
  test('say PLM and task when nothing else differs', () => {
    expect(runName(base, base)).toBe('lab-small · sst2');
  });

  test('say the three most telling differences', () => {
    const recipe = applyDifference(base, { seed: 3, batch: 8, promptLength: 50, learningRate: 0.1 });
    expect(runName(recipe, base)).toBe('lab-small · sst2 · 50 tokens · rate 0.1 · batch 8');
  });

  test('tell seeds apart when that is all', () => {
    expect(runName({ ...base, seed: 3 }, base)).toBe('lab-small · sst2 · seed 3');
  });
});
