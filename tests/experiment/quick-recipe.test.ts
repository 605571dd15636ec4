import { expect, test } from 'vitest';
import { findTask } from '../../src/data/task-catalogue.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { quickRecipe } from '../../src/experiment/quick-recipe.ts';

const task = findTask('subj');
if (task === null) throw new Error('The catalogue lacks subj');
const recipe = defaultRecipe(task, 'lab-small');

test('a quick recipe has fewer steps of fewer, shorter rows; nothing else changes', () => {
  const { training, maxLength, ...rest } = quickRecipe(recipe);
  const { training: whole, maxLength: longest, ...same } = recipe;
  expect(rest).toEqual(same);
  expect(maxLength).toBeLessThan(longest);
  expect(training.steps * training.batch).toBeLessThan(whole.steps * whole.batch);
  expect(training.evalEvery).toBeLessThan(whole.evalEvery);
});

test('a recipe that is shorter already stays as it is', () => {
  const short = {
    ...recipe,
    maxLength: 16,
    training: { ...recipe.training, steps: 20, batch: 4, evalEvery: 10 },
  };
  expect(quickRecipe(short)).toEqual(short);
});
