/** What is in a file of OpenPrompt's, to choose from: templates a line, verbalizers one after another. */
import { LabError } from '../errors/lab-error.ts';
import { readOpenPromptTemplate, writeOpenPromptTemplates } from '../text/openprompt-templates.ts';
import { readOpenPromptVerbalizer, writeOpenPromptVerbalizer } from '../text/openprompt-verbalizers.ts';

/** One entry of a file: what it holds, or why the lab can't take it. */
export type FileChoice<T> =
  | { readonly number: number; readonly value: T; readonly problem: null }
  | { readonly number: number; readonly value: null; readonly problem: string };

/** Files of people have tens of lines; more is another kind of file. */
const MOST_CHOICES = 50;

/** @throws LabError `argument` for a file without templates */
export function templatesIn(text: string, file: string): readonly FileChoice<string>[] {
  const lines = text.trimEnd().split('\n').slice(0, MOST_CHOICES);
  const numbers = lines.flatMap((line, number) => (line.trim() === '' ? [] : [number]));
  if (numbers.length === 0) readOpenPromptTemplate(text, 0, file);
  return numbers.map((number) => choiceOf(number, () => readOpenPromptTemplate(text, number, file)));
}

type LabelWords = readonly (readonly string[])[];

/** Label words for each of `labels`. @throws LabError `argument` for a file without any, `label-words` for broken JSON */
export function verbalizersIn(
  text: string,
  labels: readonly string[],
  file: string,
): readonly FileChoice<LabelWords>[] {
  if (/\.jsonl?$/i.test(file)) return fromJson(text, labels, file);
  const choices: FileChoice<LabelWords>[] = [];
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

/** One by one, so that a large file is parsed once. */
function fromJson(text: string, labels: readonly string[], file: string): readonly FileChoice<LabelWords>[] {
  const entries = entriesOf(text);
  // The reader says best what is wrong with a file without entries.
  if (entries.length === 0) return [choiceOf(0, () => readOpenPromptVerbalizer(text, labels, file))];
  return entries
    .slice(0, MOST_CHOICES)
    .map((entry, number) =>
      choiceOf(number, () => readOpenPromptVerbalizer(JSON.stringify([entry]), labels, file)),
    );
}

function entriesOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
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
export const verbalizerFile = (labels: readonly string[], labelWords: LabelWords): string =>
  writeOpenPromptVerbalizer(labels, labelWords, 'json');
