/** The recipes of the sweeps that the lab knows. What cells they ask for is known to `experiments.ts`. */
import { LabError } from '../errors/lab-error.ts';
import { growthKind } from './progressive/growth-kind.ts';
import { readKind } from './reader/read-kind.ts';
import { tableOf, type RecipeKind, type Table } from './sweep/experiment.ts';
import { entryOf } from './sweep/find-experiment.ts';
import type { SweepRecipe } from './sweep/sweep-recipe.ts';
import { transferRecipe } from './transfer/transfer-recipe.ts';
import { verbalizeRecipe } from './verbalizer/verbalize-recipe.ts';

export const SWEEP_RECIPES: Table<RecipeKind> = tableOf<RecipeKind>(
  transferRecipe,
  verbalizeRecipe,
  growthKind,
  readKind,
);

/** `value` as the recipe of a sweep. @throws LabError `recipe` naming every field at fault */
export const parseSweep = (value: unknown, recipes: Table<RecipeKind> = SWEEP_RECIPES): SweepRecipe =>
  entryOf(value, recipes).parse(value);

/** The recipe in `json`, the content of `file`. @throws LabError `file` or `recipe` */
export function readSweep(
  json: string,
  file: string,
  recipes: Table<RecipeKind> = SWEEP_RECIPES,
): SweepRecipe {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new LabError(
      {
        code: 'file',
        message: `${file} is no valid JSON.`,
        remedy: 'Give the recipe of a sweep, such as `lab transfer --print-recipe` writes.',
        where: file,
      },
      { cause },
    );
  }
  return parseSweep(value, recipes);
}
