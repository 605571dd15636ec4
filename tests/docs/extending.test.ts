/** What docs/extending.md says is held to the code: its files are there, and one of each kind is added in memory. */
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { openReader, type OpenReader } from '../../src/data/import/read-source.ts';
import { JsonlReader } from '../../src/data/import/jsonl-reader.ts';
import { BOUNDS, boundedNumber } from '../../src/experiment/bounds.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import type { Method } from '../../src/experiment/method.ts';
import { METHOD_TABLE } from '../../src/experiment/methods.ts';
import { OPTIMISER_KINDS, OPTIMISERS, usualOptimiser } from '../../src/experiment/optimisers.ts';
import { COMMON_FIELDS, TrainingSchema } from '../../src/experiment/recipe-fields.ts';
import { parseRecipe, readRecipeOf } from '../../src/experiment/recipe-schema.ts';
import type { RecipeBase } from '../../src/experiment/recipe-types.ts';
import { addUpdate } from '../../src/methods/training/optimizers.ts';
import { matrixBetween } from '../../src/methods/transfer/indicators.ts';
import { Builder } from '../../src/onnx/builder.ts';

const page = readFileSync(new URL('../../docs/extending.md', import.meta.url), 'utf8');

const KINDS = [
  'An operator',
  'An optimiser',
  'A cell kind',
  'An experiment',
  'An indicator',
  'A method',
  'A place',
  'A view',
  'An importer',
];

test.each(KINDS)('%s has its section', (kind) => {
  expect(page).toContain(`\n## ${kind}\n`);
});

test('every file that the page names is there', () => {
  const named = [...page.matchAll(/`((?:src|tests|docs|workers)\/[^`<>*]+)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
});

const TASK = { name: 'sst2', template: '{a} it was [MASK] .', labelWords: [['bad'], ['good']] };

test.each(OPTIMISER_KINDS)(
  'the optimiser %s is in the schema, with its defaults, and has its update',
  (kind) => {
    const recipe = defaultRecipe(TASK, 'lab-tiny');
    const optimizer = usualOptimiser(kind);
    expect(
      parseRecipe({ ...recipe, training: { ...recipe.training, optimizer } }).training.optimizer,
    ).toEqual(optimizer);
    expect(Object.keys(optimizer)).toEqual(['kind', ...Object.keys(OPTIMISERS[kind].fields)]);
    const b = new Builder();
    const [value, gradient] = ['value', 'gradient'].map((name) => b.input(name, 'float32', [3, 2]));
    const [learningRate, step] = ['rate', 'step'].map((name) => b.input(name, 'float32', []));
    const update = addUpdate(b, optimizer, 'value', value, gradient, { learningRate, step });
    expect(update.next.dims).toEqual([3, 2]);
  },
);

describe('one of a kind that was added in memory is known', () => {
  test('a method, by its recipes', () => {
    interface CountRecipe extends RecipeBase {
      readonly method: 'count';
      readonly words: number;
    }
    const count: Method<CountRecipe> = {
      id: 'count',
      label: 'counting',
      aliases: [],
      schema: v.strictObject({
        ...COMMON_FIELDS,
        method: v.literal('count'),
        training: TrainingSchema,
        words: boundedNumber(BOUNDS.steps),
      }),
      defaults: () => recipe,
      needs: () => ({ plms: [], tasks: [] }),
      artefacts: [],
    };
    const { training, seed, engine } = defaultRecipe(TASK, 'lab-tiny');
    const recipe: CountRecipe = { version: 2, method: 'count', training, seed, engine, words: 3 };
    const table = new Map<string, Method<CountRecipe>>([['count', count]]);
    expect(readRecipeOf(recipe, table)).toEqual({ ok: true, recipe });
    expect(readRecipeOf({ ...recipe, words: 0 }, table)).toMatchObject({ faults: [{ field: 'words' }] });
    expect(readRecipeOf(recipe, METHOD_TABLE)).toMatchObject({ faults: [{ field: 'method' }] });
  });

  test('an importer, by the ending of its files', () => {
    const rows = new Map<string, OpenReader>([['.rows', (name) => new JsonlReader(name)]]);
    expect(openReader('mine.rows', { quotes: false }, rows)).toBeInstanceOf(JsonlReader);
    expect(() => openReader('mine.rows', { quotes: false })).toThrow(/ending/);
  });

  test('an indicator, by its matrix', () => {
    const prompt = { length: 1, width: 2, values: Float32Array.of(3, 4) };
    const same = { of: () => 1, aligned: false };
    expect(matrixBetween(same, [prompt, prompt])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});
