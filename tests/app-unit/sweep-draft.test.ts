import { expect, test } from 'vitest';
import {
  draftOfSweep,
  FIRST_SWEEP_DRAFT,
  keptSweepDraft,
  readSweepDraft,
  type SweepDraft,
} from '../../src/app/sweep/sweep-draft.ts';
import { findTask, taskCatalogue } from '../../src/data/task-catalogue.ts';
import type { TransferSweep } from '../../src/experiment/transfer/sweep-recipe.ts';

const familyOf = (task: string): string => findTask(task)?.family ?? task;

function recipeOf(change: Partial<SweepDraft>): TransferSweep {
  const reading = readSweepDraft({ ...FIRST_SWEEP_DRAFT, ...change }, familyOf);
  if (!reading.ok) throw new Error(reading.message);
  return reading.recipe;
}

function refusalOf(change: Partial<SweepDraft>): string {
  const reading = readSweepDraft({ ...FIRST_SWEEP_DRAFT, ...change }, familyOf);
  return reading.ok ? 'it was taken' : reading.message;
}

test('the form as it opens is a sweep', () => {
  const recipe = recipeOf({});
  expect(recipe).toMatchObject({ plm: 'lab-tiny', seeds: [1], testRows: 200, starts: ['shared'] });
  expect(recipe.training).toMatchObject({ steps: 200, evalEvery: 25 });
  expect(recipe.tasks.every((task) => taskCatalogue.some(({ name }) => name === task))).toBe(true);
});

test('numbers as they are typed', () => {
  expect(recipeOf({ seeds: ' 1, 2,3 ,' }).seeds).toEqual([1, 2, 3]);
  expect(recipeOf({ testRows: '' }).testRows).toBeNull();
  expect(recipeOf({ steps: ' 40', evalEvery: '10' }).training).toMatchObject({ steps: 40, evalEvery: 10 });
});

test('each target is started from its first neighbour of the same type and of another one', () => {
  const pairs = recipeOf({ tasks: ['sst2', 'movie_reviews', 'subj'] }).initialisation;
  expect(pairs).toEqual([
    { source: 'movie_reviews', target: 'sst2' },
    { source: 'subj', target: 'sst2' },
    { source: 'sst2', target: 'movie_reviews' },
    { source: 'subj', target: 'movie_reviews' },
    { source: 'sst2', target: 'subj' },
  ]);
  expect(recipeOf({ initialise: false }).initialisation).toEqual([]);
});

test('what is asked beyond the matrix', () => {
  const recipe = recipeOf({ masking: true, recommend: true, ownStarts: true });
  expect(recipe.starts).toEqual(['shared', 'own']);
  expect(recipe.masking?.tasks).toEqual(['agnews', 'yahoo_news']);
  expect(recipe.recommendation).not.toBeNull();
  expect(recipeOf({}).masking).toBeNull();
  expect(recipeOf({ arithmetic: true }).arithmetic).toEqual({
    tasks: ['agnews', 'yahoo_news'],
    scales: [0.5, 1, 1.5],
    sums: [['agnews', 'yahoo_news']],
  });
  expect(recipeOf({ arithmetic: true, tasks: ['sst2'] }).arithmetic?.sums).toEqual([]);
  expect('arithmetic' in recipeOf({})).toBe(false);
});

test('both starts have 32 examples and early looks, unless the form says otherwise', () => {
  expect(recipeOf({}).earlyLooks).toEqual({ examples: 32, looks: [0, 2, 4, 8, 16, 32], devRows: 250 });
  expect(recipeOf({ examples: '', looks: '0,5' }).earlyLooks).toEqual({
    examples: null,
    looks: [0, 5],
    devRows: 250,
  });
  // Looks after the last step are never reached.
  expect(recipeOf({ steps: '8', evalEvery: '4' }).earlyLooks?.looks).toEqual([0, 2, 4, 8]);
  expect(recipeOf({ looks: ' ' })).not.toHaveProperty('earlyLooks');
  expect(recipeOf({ initialise: false })).not.toHaveProperty('earlyLooks');
  expect(refusalOf({ looks: '0, two' })).toContain('earlyLooks.looks');
  expect(refusalOf({ looks: '4, 2' })).toContain('earlyLooks.looks');
  expect(refusalOf({ examples: '0' })).toContain('earlyLooks.examples');
});

test('masks are of prompts with a gain first, and never of one without', () => {
  const gains: Readonly<Record<string, boolean>> = { subj: true, sst2: false };
  const gainOf = (task: string): boolean | null => gains[task] ?? null;
  const masked = (tasks: readonly string[], of = gainOf) => {
    const reading = readSweepDraft({ ...FIRST_SWEEP_DRAFT, tasks, masking: true }, familyOf, of);
    if (!reading.ok) throw new Error(reading.message);
    return reading.recipe.masking;
  };
  expect(masked(['sst2', 'agnews', 'yahoo', 'subj'])?.tasks).toEqual(['subj', 'agnews']);
  expect(masked(['sst2', 'agnews'])?.tasks).toEqual(['agnews']);
  expect(masked(['sst2', 'agnews'], () => false)).toBeNull();
  expect(masked(['sst2', 'agnews'])).toMatchObject({
    shares: [0, 0.02, 0.05, 0.1, 0.2, 0.4, 1],
    randomMasks: 10,
  });
});

test('held-out tasks are those that are still among the tasks', () => {
  const [projection] = recipeOf({
    tasks: ['sst2', 'movie_reviews', 'subj'],
    projectTo: 'lab-small',
    heldOut: ['subj', 'yahoo'],
  }).projections;
  expect(projection).toMatchObject({
    toPlm: 'lab-small',
    trainTasks: ['sst2', 'movie_reviews'],
    heldOutTasks: ['subj'],
  });
});

test('what can’t be a sweep says which field and why', () => {
  expect(refusalOf({ tasks: [] })).toContain('tasks');
  expect(refusalOf({ seeds: '' })).toContain('seeds');
  expect(refusalOf({ seeds: '1,1' })).toContain('seeds');
  expect(refusalOf({ seeds: 'one' })).toContain('seeds');
  expect(refusalOf({ steps: '' })).toContain('steps');
  expect(refusalOf({ steps: '-1' })).toContain('steps');
  expect(refusalOf({ steps: '1e99' })).toContain('steps');
  expect(refusalOf({ testRows: '0' })).toContain('testRows');
  expect(refusalOf({ evalEvery: 'x' })).toContain('evalEvery');
});

test('the form comes back as it was left, without tasks that are gone; what is no form gives the first one', () => {
  const left = { ...FIRST_SWEEP_DRAFT, steps: '12', tasks: ['sst2', 'gone'], heldOut: ['gone'] };
  const isThere = (task: string): boolean => task !== 'gone';
  expect(keptSweepDraft(left, isThere)).toEqual({ ...left, tasks: ['sst2'], heldOut: [] });
  for (const broken of [undefined, null, 'text', []])
    expect(keptSweepDraft(broken, isThere)).toEqual(FIRST_SWEEP_DRAFT);
});

test('a field of the form that is damaged is the first form’s, the others are as they were left', () => {
  const left = { ...FIRST_SWEEP_DRAFT, seeds: '1, 2', steps: '12' };
  for (const broken of [{ steps: 12 }, { projector: 'other' }, { tasks: [3] }, { heldOut: undefined }]) {
    const [field] = Object.keys(broken) as readonly (keyof typeof left)[];
    expect(keptSweepDraft({ ...left, ...broken }, () => true)).toEqual({
      ...left,
      [field]: FIRST_SWEEP_DRAFT[field],
    });
  }
});

test('a sweep that is shown can be taken over into the form', () => {
  const draft = {
    ...FIRST_SWEEP_DRAFT,
    plm: 'lab-small',
    tasks: ['sst2', 'agnews', 'subj'],
    seeds: '1, 2',
    steps: '300',
    testRows: '',
    ownStarts: true,
    initialise: false,
    masking: true,
    recommend: true,
    arithmetic: true,
    projectTo: 'lab-tiny',
    projector: 'low-rank',
    objective: 'distance',
    heldOut: ['subj'],
  } as const;
  expect(draftOfSweep(recipeOf(draft))).toEqual(draft);
  expect(draftOfSweep(recipeOf({}))).toEqual(FIRST_SWEEP_DRAFT);
  const plain = { ...FIRST_SWEEP_DRAFT, examples: '', looks: '' };
  expect(draftOfSweep(recipeOf(plain))).toEqual(plain);
});
