/**
 * The recipe in the page's address, as the difference to the default of its PLM and task. Whatever stands there is
 * taken as coming from a stranger: what can't be used is left out, said once, and never breaks the page.
 */
import { defaultRecipe, type AskedTask } from '../../experiment/default-recipe.ts';
import { applyDifference, recipeDifference } from '../../experiment/recipe-difference.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';

export const RECIPE_PARAMETER = 'recipe';

/** Longer links are slips or attacks; the longest honest recipe is far shorter. */
const LONGEST_LINK = 20_000;

export interface LinkDefaults {
  readonly plm: string;
  readonly task: string;
  findTask(name: string): AskedTask | null;
}

export type LinkReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'unusable'; readonly why: string };

export function readRecipeLink(search: string, defaults: LinkDefaults): LinkReading {
  const text = new URLSearchParams(search).get(RECIPE_PARAMETER);
  if (text === null) return { kind: 'none' };
  if (text.length > LONGEST_LINK) return { kind: 'unusable', why: 'it is too long' };
  try {
    const difference: unknown = JSON.parse(text);
    const task = defaults.findTask(fieldOf(difference, 'task') ?? defaults.task);
    if (task === null) return { kind: 'unusable', why: 'its task is unknown here' };
    const base = defaultRecipe(task, fieldOf(difference, 'plm') ?? defaults.plm);
    const recipe = applyDifference(base, difference);
    if (recipe.labelWords.length !== task.labelWords.length)
      return { kind: 'unusable', why: 'its label words don’t fit the task’s classes' };
    return { kind: 'recipe', recipe };
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? 'it is cut off or damaged' : messageOf(thrown);
    return { kind: 'unusable', why };
  }
}

/** `search` with the recipe in it; without it where nothing differs from the defaults. */
export function writeRecipeLink(search: string, recipe: Recipe, defaults: LinkDefaults): string {
  const parameters = new URLSearchParams(search);
  const task = defaults.findTask(recipe.task);
  if (task === null) return search;
  const difference = {
    ...recipeDifference(recipe, defaultRecipe(task, recipe.plm)),
    ...(recipe.plm === defaults.plm ? {} : { plm: recipe.plm }),
    ...(recipe.task === defaults.task ? {} : { task: recipe.task }),
  };
  if (Object.keys(difference).length === 0) parameters.delete(RECIPE_PARAMETER);
  else parameters.set(RECIPE_PARAMETER, JSON.stringify(difference));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function fieldOf(value: unknown, field: 'plm' | 'task'): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return null;
  const found: unknown = Reflect.get(value, field);
  return typeof found === 'string' ? found : null;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'it can’t be read';
}
