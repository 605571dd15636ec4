/**
 * A recipe as its difference to another one: short enough for a link, and what a run is named by.
 * Fields differ as a whole, so `init` and `optimizer` are either there in full or not at all.
 */
import { parseRecipe } from './recipe-schema.ts';
import type { Recipe } from './recipe-types.ts';

export type RecipeDifference = Partial<Recipe>;

/** The fields of `recipe` that `base` has otherwise. */
export function recipeDifference(recipe: Recipe, base: Recipe): RecipeDifference {
  const entries = Object.entries(recipe).filter(
    ([field, value]) => !sameValue(value, Reflect.get(base, field)),
  );
  return Object.fromEntries(entries);
}

/** `base` with what `difference` (from a link, say) changes. Throws `recipe` where the result is none. */
export function applyDifference(base: Recipe, difference: unknown): Recipe {
  if (typeof difference !== 'object' || difference === null || Array.isArray(difference))
    return parseRecipe(difference);
  return parseRecipe({ ...base, ...difference });
}

/** Equal as JSON, whatever the order of fields. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)));
}
