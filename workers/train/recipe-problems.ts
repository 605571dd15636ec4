/** What is wrong with a recipe, field by field, as far as the PLM's tokenizer can tell. */
import type { Task } from '../../src/experiment/task-types.ts';
import { LabError, type LabErrorCode } from '../../src/errors/lab-error.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import { prepareRecipe } from '../../src/methods/prompt/encoded-task.ts';
import type { RecipeProblem } from '../../src/protocol/train-protocol.ts';
import type { OpenedPlm } from '../../src/plm/open-model-files.ts';

const FIELDS: Partial<Readonly<Record<LabErrorCode, keyof Recipe>>> = {
  'label-words': 'labelWords',
  template: 'template',
  'text-too-long': 'maxLength',
  'tokenizer-mismatch': 'plm',
  'model-missing': 'plm',
  task: 'task',
  prompt: 'init',
};

/** One check for the words and one for the template, so that two faults are both seen. */
export function recipeProblems({ plm, tokenizer }: OpenedPlm, task: Task, recipe: Recipe): RecipeProblem[] {
  const problems: RecipeProblem[] = [];
  try {
    const { verbalizer, wrap } = prepareRecipe(plm, tokenizer, task.labels, recipe);
    for (const message of verbalizer.warnings)
      problems.push({ field: 'labelWords', severity: 'warning', message });
    for (const row of task.dev.slice(0, 1)) wrap(row);
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    problems.push({
      field: FIELDS[thrown.code] ?? 'plm',
      severity: 'error',
      message: `${thrown.message} ${thrown.remedy}`,
    });
  }
  return problems;
}
