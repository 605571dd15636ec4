/** What is being edited, so that a reload doesn't forget it: the recipe, before which a link goes, and other forms. */
import { flatRecipe } from '../experiment/flat-recipe.ts';
import { applyDifference } from '../experiment/recipe-difference.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import { readRecipe } from '../experiment/recipe-schema.ts';
import type { KeyValue } from './key-value.ts';
import { setAside } from './set-aside.ts';
import { guarded } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isNewerRecipe, isObject } from './stored-record.ts';

const KEY = storageKey('draft', 'train');

export async function saveDraft(store: KeyValue, recipe: Recipe): Promise<void> {
  await guarded('The recipe can’t be saved', () => store.write([[KEY, recipe]]));
}

/**
 * The draft, or null where there is none that can be used. Fields that are damaged are those of `base`; what can't be mended
 * so is set aside.
 */
export async function loadDraft(store: KeyValue, base: Recipe): Promise<Recipe | null> {
  const value = await guarded('The recipe can’t be read', () => store.get(KEY));
  if (value === undefined || isNewerRecipe(value)) return null;
  const reading = readRecipe(value);
  if (reading.ok) return reading.recipe;
  const spoilt = new Set(reading.faults.map(({ field }) => field.replace(/^training\./, '').split('.')[0]));
  const mended = isObject(value) ? mend(value, base, spoilt) : null;
  if (mended !== null) return mended;
  await setAside(store, 'The recipe that was being edited', [KEY]);
  return null;
}

/** How a task is asked belongs to the task. */
const OF_THE_TASK = ['task', 'template', 'labelWords'] as const;

function mend(
  value: Readonly<Record<string, unknown>>,
  base: Recipe,
  spoilt: ReadonlySet<string | undefined>,
): Recipe | null {
  const { training } = value;
  const fields = { ...value, ...(isObject(training) ? training : {}) };
  const asked = OF_THE_TASK.some((field) => spoilt.has(field)) ? OF_THE_TASK : [];
  const others = new Set<string | undefined>([...spoilt, ...asked]);
  const kept = Object.keys(flatRecipe(base)).filter(
    (field) => !others.has(field) && Object.hasOwn(fields, field),
  );
  try {
    return applyDifference(
      base,
      Object.fromEntries(kept.map((field) => [field, Reflect.get(fields, field)])),
    );
  } catch {
    return null;
  }
}

/** A form as it stands; what is in it only its place knows. */
export async function saveForm(store: KeyValue, form: 'sweep', value: unknown): Promise<void> {
  await guarded('The form can’t be saved', () => store.write([[storageKey('draft', form), value]]));
}

/** As it was saved; undefined where it wasn't. */
export async function loadForm(store: KeyValue, form: 'sweep'): Promise<unknown> {
  return guarded('The form can’t be read', () => store.get(storageKey('draft', form)));
}
