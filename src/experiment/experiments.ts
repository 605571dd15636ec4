/** The experiments that the lab knows, and what is read of any of them: the recipe says which one it is of. */
import { LabError } from '../errors/lab-error.ts';
import { recipeError } from './recipe-schema.ts';
import { experimentTable, type Experiment, type Experiments } from './sweep/experiment.ts';
import type { SweepRecipe } from './sweep/sweep-recipe.ts';
import { parseSweepRecord } from './sweep/sweep-record-json.ts';
import type { SweepRecord } from './sweep/sweep-record.ts';
import { transferExperiment } from './transfer/transfer-experiment.ts';
import { unsafePlaces } from './unsafe-places.ts';

export const EXPERIMENTS: Experiments = experimentTable(transferExperiment);

/** The experiment that `recipe` names; null where there is none. */
export function findExperiment(recipe: unknown, experiments: Experiments = EXPERIMENTS): Experiment | null {
  if (typeof recipe !== 'object' || recipe === null) return null;
  const name: unknown = Reflect.get(recipe, Object.hasOwn(recipe, 'method') ? 'method' : 'kind');
  return typeof name === 'string' ? (experiments.get(name) ?? null) : null;
}

/** @throws LabError `recipe` where no experiment is called so */
export function experimentOf(recipe: unknown, experiments: Experiments = EXPERIMENTS): Experiment {
  const unsafe = unsafePlaces(recipe);
  if (unsafe.length > 0) throw recipeError(unsafe);
  const found = findExperiment(recipe, experiments);
  if (found !== null) return found;
  throw recipeError([{ field: 'kind', message: `must be ${[...experiments.keys()].join(' or ')}` }]);
}

/** `value` as the recipe of a sweep. @throws LabError `recipe` naming every field at fault */
export const parseSweep = (value: unknown, experiments: Experiments = EXPERIMENTS): SweepRecipe =>
  experimentOf(value, experiments).parse(value);

/** The recipe in `json`, the content of `file`. @throws LabError `file` or `recipe` */
export function readSweep(json: string, file: string, experiments: Experiments = EXPERIMENTS): SweepRecipe {
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
  return parseSweep(value, experiments);
}

/** The record in `json`, the content of `file`. @throws LabError `file` naming every field at fault, or `recipe` */
export const readSweepRecord = (
  json: string,
  file: string,
  experiments: Experiments = EXPERIMENTS,
): SweepRecord => parseSweepRecord(json, file, (recipe) => experimentOf(recipe, experiments));
