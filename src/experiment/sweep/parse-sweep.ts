/** From a schema to what reads a recipe of a sweep: whatever comes from outside passes through here. */
import * as v from 'valibot';
import { recipeError, type RecipeFault } from '../recipe-schema.ts';
import { unsafePlaces } from '../unsafe-places.ts';

/**
 * @param faultsOf what a schema can't say: parts of a recipe that don't fit one another
 * @returns reads `value` as a recipe. @throws LabError `recipe` naming every field at fault
 */
export function sweepParser<Recipe>(
  schema: v.GenericSchema<unknown, Recipe>,
  faultsOf: (recipe: Recipe) => readonly RecipeFault[],
): (value: unknown) => Recipe {
  return (value) => {
    const unsafe = unsafePlaces(value);
    if (unsafe.length > 0) throw recipeError(unsafe);
    const result = v.safeParse(schema, value);
    if (!result.success)
      throw recipeError(
        result.issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', message: messageOf(issue) })),
      );
    const faults = faultsOf(result.output);
    if (faults.length > 0) throw recipeError(faults);
    return result.output;
  };
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  return issue.expected === 'never' ? 'is not a field of a sweep' : 'is missing';
}
