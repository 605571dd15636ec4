import { expect, test } from 'vitest';
import { findTask } from '../../src/data/task-catalogue.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { expectedSeconds, loadStepTimes, saveStepTimes, withRun } from '../../src/storage/step-times.ts';

const task = findTask('subj');
if (task === null) throw new Error('The catalogue lacks subj');
const recipe = defaultRecipe(task, 'lab-small');

test('a run tells how long a longer one of the same PLM will take', () => {
  const times = withRun({}, recipe, 120);
  expect(expectedSeconds(times, recipe)).toBeCloseTo(120);
  const twice = { ...recipe, training: { ...recipe.training, steps: 1200 } };
  expect(expectedSeconds(times, twice)).toBeCloseTo(240);
});

test('nothing is told of a PLM that was not trained with', () => {
  expect(expectedSeconds(withRun({}, recipe, 120), { ...recipe, plm: 'lab-tiny' })).toBeNull();
});

test('times outlive the visit; what is damaged is left out', () => {
  const kept = new Map<string, string>();
  const storage = () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  saveStepTimes(storage, { 'lab-small': 0.5 });
  expect(loadStepTimes(storage)).toEqual({ 'lab-small': 0.5 });
  for (const key of kept.keys()) kept.set(key, '{"lab-small":"much","lab-tiny":0.25}');
  expect(loadStepTimes(storage)).toEqual({ 'lab-tiny': 0.25 });
  for (const key of kept.keys()) kept.set(key, 'no json');
  expect(loadStepTimes(storage)).toEqual({});
});
