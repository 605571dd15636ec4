/** The folder of a sweep on a cluster: its recipe, and the parts that shards have left there. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, toErrorData } from '../../errors/lab-error.ts';
import { differing } from '../../experiment/sweep/merge-sweeps.ts';
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { readSweepRecipe } from '../sweep-recipe-file.ts';
import { openSweep } from '../sweep-run.ts';
import type { PlannedFile } from './submit-plan.ts';

export const RECIPE_FILE = 'recipe.json';

const PART = /^part-\d+\.plab$/;

function otherSweep(file: string, fields: string): LabError {
  return new LabError({
    code: 'file',
    message: `${file} is of another sweep: ${fields} differ.`,
    remedy: 'Give --out a folder of its own for each sweep.',
    where: '--out',
  });
}

/**
 * Parts of `recipe`'s sweep in `folder`; none where it isn't there.
 * @throws LabError `file` for parts of another sweep, and for one that can't be read
 */
export function partsIn(folder: string, recipe: SweepRecipe): readonly SweepRecord[] {
  if (!existsSync(folder)) return [];
  const before = join(folder, RECIPE_FILE);
  if (existsSync(before)) {
    const fields = differing(readSweepRecipe(before), recipe);
    if (fields !== '') throw otherSweep(before, fields);
  }
  return readdirSync(folder)
    .filter((name) => PART.test(name))
    .map((name) => {
      const file = join(folder, name);
      const record = openPart(file);
      const fields = differing(record.recipe, recipe);
      if (fields !== '') throw otherSweep(file, fields);
      return record;
    });
}

function openPart(file: string): SweepRecord {
  try {
    return openSweep(file);
  } catch (thrown) {
    throw new LabError(
      {
        code: 'file',
        message: toErrorData(thrown, 'file').message,
        remedy: 'Move it away and give the command again: its shard is then computed anew.',
        where: file,
      },
      { cause: thrown },
    );
  }
}

/** @throws LabError `file` where the folder can't be written to */
export function writeFolder(folder: string, recipe: SweepRecipe, files: readonly PlannedFile[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    // Later changes of the file that was given make no difference to shards that wait.
    for (const { name, text } of [{ name: RECIPE_FILE, text: recipeText(recipe) }, ...files]) {
      const file = join(folder, name);
      writeFileSync(file, text);
      if (name.endsWith('.sh')) chmodSync(file, 0o755);
    }
  } catch (cause) {
    throw new LabError(
      {
        code: 'file',
        message: `${folder} can’t be written to: ${cause instanceof Error ? cause.message : String(cause)}.`,
        remedy: 'Give --out a folder that can be made, on a disk that all machines of the cluster see.',
        where: '--out',
      },
      { cause },
    );
  }
}

/** The recipe for people, as `lab sweep` reads it. */
export const recipeText = (recipe: SweepRecipe): string => `${JSON.stringify(recipe, null, 2)}\n`;
