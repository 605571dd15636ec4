/** A recipe from disk: as JSON, or out of the run that was trained by it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';
import { parseRecipe } from '../experiment/recipe-schema.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import { readRecord } from './record-file.ts';

/** @throws LabError `file` naming the file, or `recipe` naming the field */
export function readRecipeFile(file: string): Recipe {
  const problem = (message: string, cause?: unknown): LabError =>
    new LabError(
      {
        code: 'file',
        message,
        remedy: 'Give a recipe as JSON, a run record (.json) or an experiment file (.plab) of a run.',
        where: file,
      },
      { cause },
    );
  if (!existsSync(file) || !statSync(file).isFile()) throw problem(`${file} is not there, or no file.`);
  if (file.endsWith('.plab')) return readRecord(file).recipe;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw problem(`${file} is no valid JSON.`, cause);
  }
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'recipe'))
    return readRecord(file).recipe;
  return parseRecipe(value);
}
