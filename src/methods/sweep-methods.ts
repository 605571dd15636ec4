/** How the sweeps of each experiment are computed; the recipe says which one it is of. */
import { experimentOf } from '../experiment/experiments.ts';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import { growthMethod } from './progressive/growth-method.ts';
import { readMethod } from './reader/read-method.ts';
import { methodTable, type SweepMethod } from './sweep/sweep-method.ts';
import { transferMethod } from './transfer/transfer-method.ts';
import { verbalizeMethod } from './verbalizer/verbalize-method.ts';

const METHODS = methodTable(transferMethod, verbalizeMethod, growthMethod, readMethod);

/** @throws LabError `recipe` for a recipe of no experiment */
export function sweepMethodOf(recipe: SweepRecipe): SweepMethod {
  const { kind } = experimentOf(recipe);
  const method = METHODS.get(kind);
  if (method === undefined) throw new Error(`nothing computes sweeps of kind ${kind}`);
  return method;
}
