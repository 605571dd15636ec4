/** What expanded words and expansion settings must look like, wherever they come from. */
import * as v from 'valibot';
import { boundedNumber, type Bounds } from '../bounds.ts';
import { EXPANSION_SOURCES, WORD_SOURCES, type ExpandedWord, type ExpansionSettings } from './expansion.ts';

/** How large the numbers of an expansion may be: for schema, page and command line. */
export const EXPANSION_BOUNDS = {
  most: { low: 1, high: 5000, whole: true },
  least: { above: 0, high: 1, whole: false },
  depth: { low: 0, high: 8, whole: true },
  reverseGloss: { low: 0, high: 1, whole: false },
  forwardGloss: { low: 0, high: 1, whole: false },
} as const satisfies Readonly<Record<string, Bounds>>;

/** The longest published word has 30 characters; a text of thousands is no label word. */
const LONGEST_WORD = 200;
const LONGEST_PATH = 60;

export const wordText = v.pipe(
  v.string('must be a text'),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(LONGEST_WORD, `must not have more than ${LONGEST_WORD} characters`),
);

export const ExpandedWordSchema: v.GenericSchema<unknown, ExpandedWord> = v.strictObject({
  word: wordText,
  score: boundedNumber({ above: 0, high: 1, whole: false }),
  source: v.picklist(WORD_SOURCES, `must be one of ${WORD_SOURCES.join(', ')}`),
  path: v.pipe(
    v.array(wordText, 'must be a list of words and relations'),
    v.maxLength(LONGEST_PATH, `must not have more than ${LONGEST_PATH} parts`),
  ),
});

const Synset = v.pipe(
  v.string('must be a text'),
  v.regex(/^[nvar]\d{8}$/, 'must be a synset such as n00524569'),
);

export const SensesSchema = v.record(wordText, v.array(Synset, 'must be a list of synsets'));

export const ExpansionSettingsSchema: v.GenericSchema<unknown, ExpansionSettings> = v.strictObject({
  sources: v.array(
    v.picklist(EXPANSION_SOURCES, `must be one of ${EXPANSION_SOURCES.join(', ')}`),
    'must be a list of sources',
  ),
  most: boundedNumber(EXPANSION_BOUNDS.most),
  least: boundedNumber(EXPANSION_BOUNDS.least),
  depth: boundedNumber(EXPANSION_BOUNDS.depth),
  reverseGloss: boundedNumber(EXPANSION_BOUNDS.reverseGloss),
  forwardGloss: boundedNumber(EXPANSION_BOUNDS.forwardGloss),
  senses: SensesSchema,
});
