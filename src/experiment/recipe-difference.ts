/**
 * A recipe as its difference to another one: short enough for a link, and what a run is named by. Training settings stand
 * among the other fields there, as they did before recipes had methods: a link of that time says the same today. Fields
 * differ as a whole, so `init` and `optimizer` are either there in full or not at all.
 */
import { flatRecipe, type FlatRecipe } from './flat-recipe.ts';
import { parseRecipe } from './recipe-schema.ts';
import type { Recipe } from './recipe-types.ts';

export type RecipeDifference = Partial<FlatRecipe>;

/** The fields of `recipe` that `base` has otherwise. */
export function recipeDifference(recipe: Recipe, base: Recipe): RecipeDifference {
  const other = flatRecipe(base);
  const entries = Object.entries(flatRecipe(recipe)).filter(
    ([field, value]) => !sameValue(value, Reflect.get(other, field)),
  );
  return Object.fromEntries(entries);
}

/**
 * `base` with what `difference` (from a link, say) changes; training settings may stand among the other fields or under
 * `training`. Throws `recipe` where the result is none.
 */
export function applyDifference(base: Recipe, difference: unknown): Recipe {
  if (typeof difference !== 'object' || difference === null || Array.isArray(difference))
    return parseRecipe(difference);
  const isTraining = ([field]: readonly [string, unknown]): boolean => Object.hasOwn(base.training, field);
  // The version is the base's: a link says what differs, not how recipes are written.
  const { version: _, training = {}, ...fields }: Readonly<Record<string, unknown>> = { ...difference };
  const entries = Object.entries(fields);
  return parseRecipe({
    ...base,
    ...Object.fromEntries(entries.filter((entry) => !isTraining(entry))),
    training:
      typeof training === 'object' && training !== null
        ? { ...base.training, ...training, ...Object.fromEntries(entries.filter(isTraining)) }
        : training,
  });
}

/** Equal as JSON, whatever the order of fields. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)));
}
