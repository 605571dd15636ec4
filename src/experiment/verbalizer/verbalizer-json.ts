/** Verbalizers as JSON text and back, and the hash that a recipe names one by. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { sha256 } from '../sha256.ts';
import { canonical } from '../sweep/same.ts';
import { unsafePlaces } from '../unsafe-places.ts';
import { ExpandedWordSchema, ExpansionSettingsSchema, wordText } from './expansion-schema.ts';
import type { StoredVerbalizer } from './verbalizer.ts';

/** Beyond these a file is something else, or an attack: yahoo's lists have 5,377 words, FewNERD 66 classes. */
const MOST_CLASSES = 1000;
const MOST_WORDS = 20_000;
const LONGEST_NOTICE = 20_000;
const LONGEST_NAME = 200;

const Name = v.pipe(
  v.string('must be a text'),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(LONGEST_NAME, `must not have more than ${LONGEST_NAME} characters`),
);

const classes = <T>(item: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.array(item, 'must be a list, an entry a class'),
    v.minLength(1, 'must have a class'),
    v.maxLength(MOST_CLASSES, `must not have more than ${MOST_CLASSES} classes`),
  );

const Words = v.pipe(
  v.array(ExpandedWordSchema, 'must be a list of words'),
  v.minLength(1, 'must have a word: the class’s name'),
  v.maxLength(MOST_WORDS, `must not have more than ${MOST_WORDS} words`),
);

const Seeds = v.pipe(v.array(wordText, 'must be a list of seeds'), v.minLength(1, 'must have a seed'));

const Origin = v.variant('how', [
  v.strictObject({ how: v.literal('expanded'), seeds: classes(Seeds), settings: ExpansionSettingsSchema }),
  v.strictObject({ how: v.literal('file'), file: Name }),
  v.strictObject({ how: v.literal('preset'), preset: Name }),
  v.strictObject({ how: v.literal('own') }),
]);

const VerbalizerSchema: v.GenericSchema<unknown, StoredVerbalizer> = v.pipe(
  v.strictObject({
    version: v.literal(1, 'must be 1'),
    kind: v.literal('verbalizer', 'must be verbalizer'),
    name: Name,
    labels: classes(Name),
    words: classes(Words),
    made: Origin,
    notices: v.pipe(
      v.array(v.pipe(v.string('must be a text'), v.maxLength(LONGEST_NOTICE, 'is too long for a notice'))),
      v.maxLength(20, 'must not have more than 20 notices'),
    ),
  }),
  v.check(({ labels, words }) => labels.length === words.length, 'must have words for each of its labels'),
  v.check(({ labels }) => new Set(labels).size === labels.length, 'must not name a label twice'),
);

/** More than so many faults say nothing new: the file is something else. */
const MOST_FAULTS = 5;

function refusal(file: string, faults: readonly string[], cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file} is no verbalizer: ${faults.slice(0, MOST_FAULTS).join('; ')}.`,
      remedy: 'Give a verbalizer that this version of the lab wrote, or one of OpenPrompt’s files.',
      where: file,
    },
    cause === undefined ? undefined : { cause },
  );
}

/** The verbalizer in `json`, the content of `file`. @throws LabError `file` naming every field at fault */
export function parseVerbalizer(json: string, file: string): StoredVerbalizer {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refusal(file, ['it is no valid JSON'], cause);
  }
  return readVerbalizer(value, file);
}

/** The verbalizer that `value` is, parsed or as it was stored. @throws LabError as `parseVerbalizer` */
export function readVerbalizer(value: unknown, file: string): StoredVerbalizer {
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0)
    throw refusal(
      file,
      unsafe.map(({ field, message }) => `${field} ${message}`),
    );
  const result = v.safeParse(VerbalizerSchema, value);
  if (result.success) return result.output;
  throw refusal(
    file,
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`),
  );
}

/** `verbalizer` as JSON text, the same for equal ones whatever the order of their fields. */
export const writeVerbalizer = (verbalizer: StoredVerbalizer): string => `${canonical(verbalizer)}\n`;

/**
 * SHA-256 over labels and words, by which recipes refer to it; its name, origin and notices change nothing that is
 * computed. Null where the browser offers none.
 */
export function verbalizerHash({
  labels,
  words,
}: Pick<StoredVerbalizer, 'labels' | 'words'>): Promise<string | null> {
  const lists = words.map((ofClass) => ofClass.map(({ word, score }) => [word, score]));
  return sha256(new TextEncoder().encode(canonical([labels, lists])));
}
