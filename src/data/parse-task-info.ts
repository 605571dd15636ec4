/** Reads a task.json: `{name, family, labels, template, label_words, source, licence}`. */
import * as v from 'valibot';
import { taskError } from './task-error.ts';
import type { TaskInfo } from '../experiment/task-types.ts';

const Filled = v.pipe(v.string('must be a text'), v.trim(), v.nonEmpty('must not be empty'));
const Words = v.pipe(v.array(Filled, 'must be a list'), v.minLength(1, 'must not be empty'));

const TaskJson = v.object({
  name: v.optional(Filled),
  family: v.optional(Filled, 'other'),
  labels: v.pipe(
    v.array(Filled, 'must be a list of class names'),
    v.minLength(2, 'must name at least two classes'),
  ),
  template: Filled,
  /** A word a class, or a list of words a class. */
  label_words: v.array(
    v.union([Filled, Words], 'must be a word or a list of words'),
    'must be a list, an entry a class',
  ),
  source: v.optional(v.string('must be a text'), 'not stated'),
  licence: v.optional(v.string('must be a text'), 'not stated'),
});

const REMEDY =
  'Write {"labels": [...], "template": "{a} it was [MASK] .", "label_words": [...]} with a label word for each class.';

/** The task that `text`, the content of `file`, describes; `fallbackName` where it gives no name. Throws `task`. */
export function parseTaskInfo(text: string, file: string, fallbackName: string): TaskInfo {
  if (text.trim() === '') throw taskError(file, 'the file is empty.', REMEDY);
  const result = v.safeParse(TaskJson, parseJson(text, file));
  if (!result.success) {
    const problems = result.issues.map(
      (issue) => `field ${v.getDotPath(issue) ?? '(the whole file)'} ${issue.message}`,
    );
    throw taskError(file, `${problems.join('; ')}.`, REMEDY);
  }
  const { label_words: labelWords, labels, name, ...rest } = result.output;
  if (labelWords.length !== labels.length) {
    throw taskError(
      file,
      `field label_words has ${labelWords.length} entries for ${labels.length} labels.`,
      REMEDY,
    );
  }
  if (new Set(labels).size !== labels.length) {
    throw taskError(file, 'field labels names a class twice.', 'Give every class its own name.');
  }
  return {
    ...rest,
    name: name ?? fallbackName,
    labels,
    labelWords: labelWords.map((entry) => (typeof entry === 'string' ? [entry] : entry)),
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw taskError(file, 'this is no valid JSON.', 'Check brackets, commas and quotes.', { cause });
  }
}
