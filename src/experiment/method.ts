/** What a method of training is, as far as plain data tells: its entry in the table of methods. */
import type * as v from 'valibot';
import type { AskedTask } from './default-recipe.ts';
import type { RecipeBase } from './recipe-types.ts';

/** What has to be there before a recipe can be run. */
export interface RecipeNeeds {
  readonly plms: readonly string[];
  readonly tasks: readonly string[];
}

export interface Method<R extends RecipeBase> {
  readonly id: R['method'];
  /** How people read of it. */
  readonly label: string;
  /** Other names that the command line takes for it. */
  readonly aliases: readonly string[];
  readonly schema: v.GenericSchema<unknown, R>;
  /** The recipe for `task` with the PLM of that name when nothing is changed. */
  readonly defaults: (task: AskedTask, plm: string) => R;
  readonly needs: (recipe: R) => RecipeNeeds;
  /** Names of the tensors that a finished run leaves in its record. */
  readonly artefacts: readonly string[];
}
