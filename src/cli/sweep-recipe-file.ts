/** The recipe of a sweep from disk: as JSON, or out of a sweep that was made by it. */
import { readSweep } from '../experiment/sweep-recipes.ts';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import { readBytes } from './read-bytes.ts';
import { openSweep } from './sweep-run.ts';

/** @throws LabError `file` naming the file, or `recipe` naming the field */
export const readSweepRecipe = (file: string): SweepRecipe =>
  file.endsWith('.plab')
    ? openSweep(file).recipe
    : readSweep(new TextDecoder().decode(readBytes(file)), file);
