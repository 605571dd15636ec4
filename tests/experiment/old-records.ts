/** Run records and recipes as earlier versions of the lab wrote them. */
import { baselineNamed } from '../../src/experiment/baselines.ts';
import { promptOf } from '../../src/experiment/artefacts.ts';
import { flatRecipe } from '../../src/experiment/flat-recipe.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';

/** Version 1 of recipes had no method, and all fields side by side. */
export function oldRecipe(recipe: Recipe): object {
  const { method: _, ...fields } = flatRecipe(recipe);
  return { version: 1, ...fields };
}

/** Version 1 knew no hashes; versions 1 and 2 had one prompt, and three baselines by their names. */
export function oldRecord(version: 1 | 2, record: RunRecord): object {
  const { artefacts, baselines, hashes, ...rest } = record;
  const split = (name: Parameters<typeof baselineNamed>[1]): object => {
    const found = baselineNamed(baselines, name);
    return { dev: found?.dev, test: found?.test };
  };
  return {
    ...rest,
    ...(version === 2 ? { hashes } : {}),
    version,
    recipe: oldRecipe(record.recipe),
    baselines:
      baselines.length === 0
        ? null
        : {
            majority: split('majority'),
            noPrompt: split('noPrompt'),
            randomPrompt: split('randomPrompt'),
          },
    prompt: promptOf(artefacts),
  };
}
