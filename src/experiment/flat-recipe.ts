/**
 * A recipe with its training settings among the other fields, as recipes were before they had methods. Differences, links
 * and a sweep's settings are written so.
 */
import type { PromptRecipe, Recipe, TrainingSettings } from './recipe-types.ts';

/** A recipe's fields side by side. */
export type FlatRecipe = Omit<Recipe, 'training' | 'version'> & TrainingSettings;

export function flatRecipe(recipe: Recipe): FlatRecipe {
  const { training, version: _, seed, engine, ...own } = recipe;
  return { ...own, ...training, seed, engine };
}

/** The recipe of prompt tuning that has these fields. */
export function recipeOfFlat(flat: Omit<FlatRecipe, 'method'>): PromptRecipe {
  const { plm, task, template, labelWords, verbalizer, wordWeights, ...rest } = flat;
  const { promptLength, init, maxLength, seed, engine, ...training } = rest;
  const own = {
    ...{ plm, task, template, labelWords },
    ...(verbalizer === undefined ? {} : { verbalizer }),
    ...(wordWeights === undefined ? {} : { wordWeights }),
    ...{ promptLength, init, maxLength },
  };
  return { version: 2, method: 'prompt', ...own, training, seed, engine };
}
