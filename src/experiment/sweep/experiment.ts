/** An experiment: a kind of sweep, with the recipe that decides it and the kinds of cells that it has. */
import type * as v from 'valibot';
import type { CellKind } from './cell-kind.ts';
import type { SweepRecipe } from './sweep-recipe.ts';

/** What is known of an experiment's recipes alone: enough to store sweeps and to list them. */
export interface RecipeKind<Recipe extends SweepRecipe = SweepRecipe> {
  /** As recipes name it. */
  readonly kind: string;
  /** The newest version of its recipes. */
  readonly version: number;
  /** `value` as a recipe. @throws LabError `recipe` naming every field at fault */
  parse(value: unknown): Recipe;
  /** How lists call a sweep that nobody has given another name. */
  name(recipe: Recipe): string;
}

export interface Experiment<Recipe extends SweepRecipe = SweepRecipe> extends RecipeKind<Recipe> {
  readonly cells: readonly CellKind[];
  /** Fields of the record beside those of every experiment. */
  readonly header: v.ObjectEntries;
  /** Whether the settings that every cell depends on are the same; where they aren't, no result is used again. */
  alike(now: Recipe, then: Recipe): boolean;
}

/** By kind. */
export type Table<T extends RecipeKind> = ReadonlyMap<string, T>;

export const tableOf = <T extends RecipeKind>(...entries: readonly T[]): Table<T> =>
  new Map(entries.map((entry) => [entry.kind, entry]));
