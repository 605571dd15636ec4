/** What is being edited, so that a reload doesn't forget it: the recipe, before which a link goes, and other forms. */
import type { Recipe } from '../experiment/recipe-types.ts';
import { readRecipe } from '../experiment/recipe-schema.ts';
import type { KeyValue } from './key-value.ts';
import { guarded } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';

const KEY = storageKey('draft', 'train');

export async function saveDraft(store: KeyValue, recipe: Recipe): Promise<void> {
  await guarded('The recipe can’t be saved', () => store.write([[KEY, recipe]]));
}

/** The draft, or null where there is none that is still a recipe. */
export async function loadDraft(store: KeyValue): Promise<Recipe | null> {
  const value = await guarded('The recipe can’t be read', () => store.get(KEY));
  const reading = readRecipe(value);
  return reading.ok ? reading.recipe : null;
}

/** A form as it stands; what is in it only its place knows. */
export async function saveForm(store: KeyValue, form: 'sweep', value: unknown): Promise<void> {
  await guarded('The form can’t be saved', () => store.write([[storageKey('draft', form), value]]));
}

/** As it was saved; undefined where it wasn't. */
export async function loadForm(store: KeyValue, form: 'sweep'): Promise<unknown> {
  return guarded('The form can’t be read', () => store.get(storageKey('draft', form)));
}
