import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EMPTY_SHELF, type ShelfState } from '../../src/app/library/shelf.ts';
import { findTask } from '../../src/data/task-catalogue.ts';
import { readCellLink, writeCellLink } from '../../src/app/recipe/cell-link.ts';
import {
  changeDraft,
  createDraftStore,
  problemsOf,
  setWorkerProblems,
  startableRecipe,
} from '../../src/app/recipe/draft-store.ts';
import { readDraft, type DraftSurroundings } from '../../src/app/recipe/read-draft.ts';
import { draftOf, usualFields, type RecipeDraft } from '../../src/app/recipe/recipe-draft.ts';
import { readRecipeLink, writeRecipeLink, type LinkDefaults } from '../../src/app/recipe/recipe-link.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import { syntheticRecipe } from './synthetic-run.ts';

const shelf = createStore<ShelfState>(() => EMPTY_SHELF);
const LINK_DEFAULTS: LinkDefaults = { plm: 'lab-small', task: 'sst2', findTask };

const AROUND: DraftSurroundings = {
  labels: ['negative', 'positive'],
  pairs: false,
  trainRows: 2000,
  mostTokens: 256,
};

const RECIPES: readonly Recipe[] = [
  syntheticRecipe(),
  syntheticRecipe({ init: { kind: 'normal', sigma: 0.5 }, clipNorm: null }),
  syntheticRecipe({ init: { kind: 'text', text: 'is this good ?' }, schedule: 'cosine' }),
  syntheticRecipe({
    init: { kind: 'saved', promptId: 'x' },
    optimizer: { kind: 'sgd', momentum: 0.5, nesterov: true },
  }),
  syntheticRecipe({
    optimizer: { kind: 'adafactor', weightDecay: 0.1, clipThreshold: 1, decayRate: -0.8 },
    labelWords: [['bad', 'awful'], ['good']],
  }),
  syntheticRecipe({
    wordWeights: { learningRate: 0.1 },
    verbalizer: { name: 'feelings', sha256: 'ab'.repeat(32) },
  }),
];

test.each(RECIPES)('a recipe survives the form', (recipe) => {
  const { recipe: back, problems } = readDraft(draftOf(recipe), AROUND);
  expect(problems).toEqual([]);
  expect(back).toEqual(recipe);
});

describe('what is wrong is said at the field', () => {
  const cases: readonly (readonly [Partial<RecipeDraft>, keyof RecipeDraft, RegExp])[] = [
    [{ promptLength: '0' }, 'promptLength', /at least 1/],
    [{ promptLength: '1001' }, 'promptLength', /at most 1000/i],
    [{ promptLength: '' }, 'promptLength', /number/],
    [{ steps: '1.5' }, 'steps', /whole/],
    [{ learningRate: 'abc' }, 'learningRate', /number/],
    [{ learningRate: '-1' }, 'learningRate', /greater than 0/],
    [{ init: 'normal', sigma: '0' }, 'sigma', /greater than 0/],
    [{ init: 'text', initText: ' ' }, 'initText', /./],
    [{ init: 'saved' }, 'promptId', /./],
    [{ optimizerFields: { ...usualFields('adamw'), beta1: '1' } }, 'optimizerFields', /less than 1/],
    [{ template: 'no mask {a}' }, 'template', /\[MASK\]/],
    [{ template: '[MASK] [MASK] {a}' }, 'template', /exactly one/],
    [{ template: '[MASK]' }, 'template', /\{a\}/],
    [{ template: '{a} {b} [MASK]' }, 'template', /one text/],
    [{ maxLength: '250' }, 'maxLength', /256/],
    [{ seed: '-1' }, 'seed', /at least 0/],
    [{ wordWeights: 'learned', wordWeightsRate: '0' }, 'wordWeightsRate', /greater than 0/],
  ];
  test.each(cases)('%o', (change, field, message) => {
    const { recipe, problems } = readDraft({ ...draftOf(syntheticRecipe()), ...change }, AROUND);
    expect(recipe).toBeNull();
    expect(problems.find((problem) => problem.field === field)?.message).toMatch(message);
  });

  test('label words: at the class that lacks one, or shares one', () => {
    const draft = draftOf(syntheticRecipe());
    const empty = readDraft({ ...draft, labelWords: ['bad', ' , '] }, AROUND);
    expect(empty.problems).toMatchObject([{ field: 'labelWords', index: 1, severity: 'error' }]);
    const shared = readDraft({ ...draft, labelWords: ['bad', 'good, bad'] }, AROUND);
    expect(shared.problems[0]).toMatchObject({ index: 1, message: '“bad” already stands for negative.' });
  });

  test('warnings do not block', () => {
    const draft = { ...draftOf(syntheticRecipe()), batch: '3000', evalEvery: '5000' };
    const { recipe, problems } = readDraft(draft, AROUND);
    expect(recipe).not.toBeNull();
    expect(problems.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });
});

describe('the form’s store', () => {
  test('another task brings its template and words; the rate follows the optimiser while untouched', () => {
    const store = createDraftStore(syntheticRecipe(), null, shelf);
    changeDraft(store, { task: 'agnews' });
    expect(store.getState().draft.labelWords).toHaveLength(4);
    expect(startableRecipe(store.getState())?.template).toContain('news');
    changeDraft(store, { optimizer: 'adafactor' });
    expect(store.getState().draft.learningRate).toBe('0.3');
    changeDraft(store, { learningRate: '0.07' });
    changeDraft(store, { optimizer: 'sgd' });
    expect(store.getState().draft.learningRate).toBe('0.07');
  });

  test.each<Partial<RecipeDraft>>([{ labelWords: ['bad', 'nice'] }, { task: 'agnews' }])(
    'the recipe names a verbalizer no longer once the words are others: %o',
    (change) => {
      const verbalizer = { name: 'feelings', sha256: 'ab'.repeat(32) };
      const store = createDraftStore(syntheticRecipe({ verbalizer }), null, shelf);
      changeDraft(store, { seed: '7' });
      expect(startableRecipe(store.getState())?.verbalizer).toEqual(verbalizer);
      changeDraft(store, change);
      expect(startableRecipe(store.getState())?.verbalizer).toBeUndefined();
    },
  );

  test('the worker’s findings block until the draft changes, and late ones are dropped', () => {
    const store = createDraftStore(syntheticRecipe(), null, shelf);
    const asked = store.getState().reading.recipe;
    if (asked === null) throw new Error('The default recipe must be fine');
    const problem = { field: 'labelWords', severity: 'error', message: 'unknown word' } as const;
    setWorkerProblems(store, asked, [problem]);
    expect(startableRecipe(store.getState())).toBeNull();
    expect(problemsOf(store.getState(), 'labelWords')).toMatchObject([{ message: 'unknown word' }]);
    changeDraft(store, { seed: '2' });
    expect(startableRecipe(store.getState())).not.toBeNull();
    setWorkerProblems(store, asked, [problem]);
    expect(startableRecipe(store.getState())).not.toBeNull();
  });
});

describe('links', () => {
  test.each(RECIPES)('a recipe survives a link', (recipe) => {
    const reading = readRecipeLink(writeRecipeLink('?cell=1.2', recipe, LINK_DEFAULTS), LINK_DEFAULTS);
    if (reading.kind === 'none') expect(recipe).toEqual(syntheticRecipe());
    else expect(reading).toEqual({ kind: 'recipe', recipe });
  });

  test('the default recipe needs no link, and other parameters stay', () => {
    expect(writeRecipeLink('?recipe=1&cell=1.2', syntheticRecipe(), LINK_DEFAULTS)).toBe('?cell=1.2');
  });

  test.each([
    '?recipe=',
    '?recipe={',
    '?recipe=null',
    '?recipe=[]',
    '?recipe=%7B%22task%22%3A%22nowhere%22%7D',
    '?recipe=%7B%22steps%22%3A-1%7D',
    '?recipe=%7B%22__proto__%22%3A%7B%22x%22%3A1%7D%7D',
    '?recipe=%7B%22labelWords%22%3A%5B%5B%22a%22%5D%2C%5B%22b%22%5D%2C%5B%22c%22%5D%5D%7D',
    `?recipe=${'9'.repeat(30_000)}`,
  ])('%s is left out, with a reason', (search) => {
    expect(readRecipeLink(search, LINK_DEFAULTS)).toMatchObject({ kind: 'unusable' });
  });

  test('no address breaks the page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => readRecipeLink(`?recipe=${text}`, LINK_DEFAULTS)).not.toThrow();
        expect(() => readCellLink(`?cell=${text}`)).not.toThrow();
      }),
    );
  });

  test('the locked cell', () => {
    const search = writeCellLink('?recipe=x', { layer: 3, neuron: 128 });
    expect(readCellLink(search)).toEqual({ layer: 3, neuron: 128 });
    expect(writeCellLink(search, null)).toBe('?recipe=x');
    expect(readCellLink('?cell=3.x')).toBeNull();
  });
});
