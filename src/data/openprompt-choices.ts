/** What is in a file of OpenPrompt's, to choose from: templates a line, verbalizers one after another. */
import { LabError } from '../errors/lab-error.ts';
import { readOpenPromptTemplate, writeOpenPromptTemplates } from '../text/openprompt-templates.ts';
import { readOpenPromptVerbalizer, writeOpenPromptVerbalizer } from '../text/openprompt-verbalizers.ts';

/** One entry of a file: what it holds, or why the lab can't take it. */
export type FileChoice<T> =
  | { readonly number: number; readonly value: T; readonly problem: null }
  | { readonly number: number; readonly value: null; readonly problem: string };

/** Files of people have tens of lines; more is another kind of file. */
const MOST_CHOICES = 200;

/** @throws LabError `argument` for a file without templates */
export function templatesIn(text: string, file: string): readonly FileChoice<string>[] {
  const lines = text.trimEnd().split('\n').slice(0, MOST_CHOICES);
  const numbers = lines.flatMap((line, number) => (line.trim() === '' ? [] : [number]));
  if (numbers.length === 0) readOpenPromptTemplate(text, 0, file);
  return numbers.map((number) => choiceOf(number, () => readOpenPromptTemplate(text, number, file)));
}

/** Label words for each of `labels`. @throws LabError `argument` for a file without verbalizers */
export function verbalizersIn(
  text: string,
  labels: readonly string[],
  file: string,
): readonly FileChoice<readonly (readonly string[])[]>[] {
  const choices: FileChoice<readonly (readonly string[])[]>[] = [];
  while (choices.length < MOST_CHOICES) {
    const number = choices.length;
    try {
      choices.push(choiceOf(number, () => readOpenPromptVerbalizer(text, labels, file, number)));
    } catch (thrown) {
      if (number > 0) break;
      throw thrown;
    }
  }
  return choices;
}

/** What can't be read is a choice that says why; that there is no such entry is thrown. */
function choiceOf<T>(number: number, read: () => T): FileChoice<T> {
  try {
    return { number, value: read(), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof LabError) || thrown.code === 'argument') throw thrown;
    return { number, value: null, problem: `${thrown.message} ${thrown.remedy}` };
  }
}

/** OpenPrompt's file of one template. @throws LabError `template` */
export const templateFile = (template: string): string => writeOpenPromptTemplates([template]);

/** OpenPrompt's verbalizer file, JSON: words of any spelling have a place in it. */
export const verbalizerFile = (
  labels: readonly string[],
  labelWords: readonly (readonly string[])[],
): string => writeOpenPromptVerbalizer(labels, labelWords, 'json');
