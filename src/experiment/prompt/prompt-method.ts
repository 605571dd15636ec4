/** Soft prompt tuning as an entry of the table of methods. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS } from '../bounds.ts';
import { defaultRecipe } from '../default-recipe.ts';
import type { Method } from '../method.ts';
import { COMMON_FIELDS, nonEmptyText, TrainingSchema } from '../recipe-fields.ts';
import type { PromptRecipe } from '../recipe-types.ts';

const LIMITS = { classes: 1000, words: 2000 } as const;

const Init = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('vocab') }),
    v.strictObject({ kind: v.literal('normal'), sigma: boundedNumber(BOUNDS.sigma) }),
    v.strictObject({ kind: v.literal('text'), text: nonEmptyText }),
    v.strictObject({ kind: v.literal('class-words') }),
    v.strictObject({ kind: v.literal('saved'), promptId: nonEmptyText }),
  ],
  'must have kind vocab, normal, text, class-words or saved',
);

const ClassWords = v.pipe(
  v.array(nonEmptyText, 'must be a list of words'),
  v.minLength(1, 'must have a word'),
  v.maxLength(LIMITS.words, 'has too many words'),
);

/** What a soft prompt's recipe has of its own. */
export const PROMPT_FIELDS = {
  plm: nonEmptyText,
  task: nonEmptyText,
  template: nonEmptyText,
  labelWords: v.pipe(
    v.array(ClassWords, 'must be a list, a list of words a class'),
    v.minLength(2, 'must have at least two classes'),
    v.maxLength(LIMITS.classes, 'has too many classes'),
  ),
  promptLength: boundedNumber(BOUNDS.promptLength),
  init: Init,
  maxLength: boundedNumber(BOUNDS.maxLength),
};

/** What recipes of version 1 didn't have; absent wherever a run goes without. */
const LATER_FIELDS = {
  verbalizer: v.optional(
    v.strictObject({
      name: nonEmptyText,
      sha256: v.pipe(v.string('must be a SHA-256'), v.hash(['sha256'], 'must be a SHA-256 in hexadecimal')),
    }),
  ),
  wordWeights: v.optional(v.strictObject({ learningRate: boundedNumber(BOUNDS.learningRate) })),
};

export const promptMethod: Method<PromptRecipe> = {
  id: 'prompt',
  label: 'prompt tuning',
  aliases: ['prompt-tuning'],
  schema: v.strictObject({
    ...COMMON_FIELDS,
    method: v.literal('prompt'),
    training: TrainingSchema,
    ...PROMPT_FIELDS,
    ...LATER_FIELDS,
  }),
  defaults: defaultRecipe,
  needs: ({ plm, task }) => ({ plms: [plm], tasks: [task] }),
  artefacts: ['prompt', 'word_weights'],
};
