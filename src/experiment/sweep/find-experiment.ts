/** Which experiment a recipe is of: it names it itself. */
import { recipeError } from '../recipe-schema.ts';
import { unsafePlaces } from '../unsafe-places.ts';
import type { RecipeKind, Table } from './experiment.ts';

/** The entry that `recipe` names; null where there is none. */
export function findOf<T extends RecipeKind>(recipe: unknown, table: Table<T>): T | null {
  if (typeof recipe !== 'object' || recipe === null) return null;
  const name: unknown = Reflect.get(recipe, Object.hasOwn(recipe, 'method') ? 'method' : 'kind');
  return typeof name === 'string' ? (table.get(name) ?? null) : null;
}

/** @throws LabError `recipe` where no experiment is called so */
export function entryOf<T extends RecipeKind>(recipe: unknown, table: Table<T>): T {
  const unsafe = unsafePlaces(recipe);
  if (unsafe.length > 0) throw recipeError(unsafe);
  const found = findOf(recipe, table);
  if (found !== null) return found;
  throw recipeError([{ field: 'kind', message: `must be ${[...table.keys()].join(' or ')}` }]);
}
