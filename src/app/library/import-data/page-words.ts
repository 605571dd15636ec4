/** The core of importing names the command line's options in what it says; here they are called as on the page. */
import type { LabErrorData } from '../../../errors/lab-error.ts';

const CONTROLS: readonly (readonly [RegExp, string])[] = [
  [/ ?\(--(?:a|b|label|split|shares)\)/g, ''],
  [/leave malformed rows out \(--skip-malformed\)/g, 'tick “Leave malformed rows out”'],
  [/read the file without quoting \(--no-quotes\)/g, 'untick “Quote marks enclose fields”'],
  [/use --no-quotes/g, 'untick “Quote marks enclose fields”'],
  [/Name another column with --label/g, 'Choose another column under “Class”'],
  [/Name the column of the class with --label/g, 'Choose the column of the class under “Class”'],
  [/Name the column of the second text with --b/g, 'Choose the column of the second text'],
  [/Name the column with --(?:a|label)/g, 'Choose the column'],
  [/Take such classes as one \(--merge-spellings\), or write them/g, 'Write such classes'],
  [/they can be taken as one \(--merge-spellings\)/g, 'they are one if the file writes them alike'],
  [/such rows can be left out \(--drop-unlabelled\)/g, 'take such rows out of the file if they have none'],
  [
    /name the classes \(--classes\) or their label words \(--label-words\)/g,
    'give the classes names or label words',
  ],
  [/asked for twice, by --\w+ and --\w+/g, 'chosen twice'],
];

/** `text` without options of the command line. */
export function inPageWords(text: string): string {
  return CONTROLS.reduce((words, [pattern, control]) => words.replaceAll(pattern, control), text);
}

/** `error` as the page says it. */
export function errorInPageWords(error: LabErrorData): LabErrorData {
  return { ...error, message: inPageWords(error.message), remedy: inPageWords(error.remedy) };
}
