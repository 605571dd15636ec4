/** What a verbalize sweep's recipe must look like. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS, SHARE } from '../bounds.ts';
import { PROMPT_FIELDS } from '../prompt/prompt-method.ts';
import { engineSchema } from '../recipe-fields.ts';
import type { RecipeFault } from '../recipe-schema.ts';
import { sweepParser } from '../sweep/parse-sweep.ts';
import { HANDLINGS } from './chain/word-values.ts';
import { ExpandedWordSchema, ExpansionSettingsSchema } from './expansion-schema.ts';
import { VARIANTS } from './variants.ts';
import type { VerbalizeSweep } from './verbalize-recipe.ts';

/** Beyond these a sweep is a slip: the longest published list has a thousand words a class. */
const LIMITS = {
  tasks: 100,
  seeds: 100,
  templates: 100,
  classes: 1000,
  words: 20_000,
  sizes: 50,
  rows: 1_000_000,
} as const;

const text = v.pipe(
  v.string('must be a text'),
  v.nonEmpty('must not be empty'),
  v.maxLength(2000, 'is too long'),
);
const whole = (low: number, high: number) => boundedNumber({ low, high, whole: true });
const listOf = <T extends v.GenericSchema>(entry: T, most: number, least = 1) =>
  v.pipe(
    v.array(entry, 'must be a list'),
    v.minLength(least, 'must not be empty'),
    v.maxLength(most, 'has too many entries'),
    v.check(
      (list) => new Set(list.map((one) => JSON.stringify(one))).size === list.length,
      'has an entry twice',
    ),
  );
/** Words of classes: two classes may have the same ones. */
const listsOf = <T>(word: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.array(
      v.pipe(v.array(word), v.minLength(1, 'must have a word'), v.maxLength(LIMITS.words, 'is too long')),
    ),
    v.maxLength(LIMITS.classes, 'has too many classes'),
  );
const lists = listsOf(text);

const Asked = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('preset'), preset: text }),
    v.strictObject({
      kind: v.literal('expanded'),
      seeds: v.nullable(lists),
      settings: ExpansionSettingsSchema,
    }),
    v.strictObject({
      kind: v.literal('listed'),
      name: text,
      sha256: v.nullable(text),
      words: listsOf(ExpandedWordSchema),
    }),
  ],
  'must be of kind preset, expanded or listed',
);

const Schema = v.strictObject({
  version: v.literal(1, 'must be 1'),
  method: v.literal('verbalize', 'must be verbalize'),
  plm: text,
  tasks: listOf(text, LIMITS.tasks),
  seeds: listOf(boundedNumber(BOUNDS.seed), LIMITS.seeds),
  engine: engineSchema,
  templates: v.record(text, listOf(text, LIMITS.templates)),
  words: v.record(text, Asked),
  manual: v.record(text, lists),
  handling: v.picklist(HANDLINGS, `must be one of ${HANDLINGS.join(', ')}`),
  oneToken: v.boolean('must be true or false'),
  support: boundedNumber(BOUNDS.rows),
  supportRows: v.nullable(listOf(whole(0, LIMITS.rows), LIMITS.rows)),
  supportSizes: listOf(whole(0, LIMITS.rows), LIMITS.sizes, 0),
  frequencyCut: v.nullable(boundedNumber(SHARE)),
  variants: listOf(v.picklist(VARIANTS, `must be one of ${VARIANTS.join(', ')}`), VARIANTS.length),
  shots: listOf(whole(1, 10_000), LIMITS.sizes, 0),
  fewShot: v.strictObject({
    steps: boundedNumber(BOUNDS.steps),
    weightsRate: boundedNumber(BOUNDS.learningRate),
    rowsRate: boundedNumber(BOUNDS.learningRate),
    promptRate: boundedNumber(BOUNDS.learningRate),
    promptLength: PROMPT_FIELDS.promptLength,
    jointly: v.boolean('must be true or false'),
  }),
  maxLength: PROMPT_FIELDS.maxLength,
  testRows: v.nullable(boundedNumber(BOUNDS.rows)),
  keepScores: v.boolean('must be true or false'),
  shown: v.record(text, whole(0, LIMITS.templates)),
});

/**
 * Every task needs templates and words, no template is shown that isn't there, and a prompt is not trained through a
 * largest token: its loss is over weighted sums of logits.
 */
function faultsOf({
  tasks,
  templates,
  words,
  manual,
  shown,
  variants,
  handling,
  oneToken,
}: VerbalizeSweep): readonly RecipeFault[] {
  const missing = (field: string, has: object): readonly RecipeFault[] =>
    tasks
      .filter((task) => !Object.hasOwn(has, task))
      .map((task) => ({ field: `${field}.${task}`, message: 'is missing' }));
  const beyond = Object.entries(shown)
    .filter(([task, at]) => !Object.hasOwn(templates, task) || at >= templates[task].length)
    .map(([task]) => ({ field: `shown.${task}`, message: 'is no template of the task' }));
  const untrainable = variants.includes('KPT+prompt') && handling === 'max' && !oneToken;
  return [
    ...(untrainable
      ? [{ field: 'handling', message: 'must be mean or first where a prompt is trained (KPT+prompt)' }]
      : []),
    ...missing('templates', templates),
    ...missing('words', words),
    ...missing('manual', manual),
    ...beyond,
  ];
}

/** `value` as a verbalize sweep's recipe. @throws LabError `recipe` naming every field at fault */
export const parseVerbalizeSweep = sweepParser<VerbalizeSweep>(Schema, faultsOf);
