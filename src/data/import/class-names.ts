/** The classes of an import: which values the label column has, what they are called, which words stand for them. */
import { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import type { ClassOption } from './import-types.ts';

const wrongClasses = (message: string, remedy: string): LabError =>
  new LabError({ code: 'argument', message, remedy, where: 'classes' });

/** The classes in order. @throws LabError `argument` or `task` */
export function findClasses(
  values: readonly string[],
  given: readonly ClassOption[] | undefined,
  column: string,
  file: string,
): readonly ClassOption[] {
  if (given !== undefined) return checkedClasses(given);
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size < 2) {
    throw taskError(
      file,
      `column “${column}” has only the class “${values[0] ?? ''}”.`,
      'Name another column with --label, or add rows of another class.',
    );
  }
  return [...counts]
    .sort(([x, timesX], [y, timesY]) => timesY - timesX || (x < y ? -1 : 1))
    .map(([value]) => ({ value, name: value }));
}

function checkedClasses(given: readonly ClassOption[]): readonly ClassOption[] {
  if (given.length < 2)
    throw wrongClasses('A task needs at least two classes.', 'Name every class of the label column.');
  for (const part of ['value', 'name'] as const) {
    const all = given.map((entry) => entry[part]);
    if (all.includes(''))
      throw wrongClasses(`A class has an empty ${part}.`, 'Give each a value and a name.');
    const twice = all.find((text, i) => all.indexOf(text) !== i);
    if (twice !== undefined)
      throw wrongClasses(`The ${part} “${twice}” stands there twice.`, `Give every class its own ${part}.`);
  }
  return given;
}

/** Label words a class. @throws LabError `label-words` where their number is not that of the classes */
export function findLabelWords(
  classes: readonly ClassOption[],
  given: readonly (readonly string[])[] | undefined,
): readonly (readonly string[])[] {
  if (given === undefined) return classes.map(({ name }) => [name]);
  const names = classes.map(({ name }) => name).join('; ');
  if (given.length === classes.length && given.every((words) => words.length > 0 && !words.includes('')))
    return given;
  throw new LabError({
    code: 'label-words',
    message: `There are label words for ${given.length} classes, and the task has ${classes.length}, or a word is empty.`,
    remedy: `Give the words of each class in this order: ${names}.`,
    where: 'labelWords',
  });
}
