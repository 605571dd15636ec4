/** A task as token ids: every row wrapped in the template, every class with the token ids of its label words. */
import type { Task, TaskRow } from '../../experiment/task-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import { mostPositions } from '../../plm/model-facts.ts';
import type { Plm } from '../../plm/plm.ts';
import { lengthBuckets, paddingId, padBatch } from '../../text/batch.ts';
import { parseTemplate } from '../../text/template.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import { createVerbalizer, type Verbalizer } from '../../text/verbalizer.ts';
import { wrapExample, type WrappedExample } from '../../text/wrap-example.ts';
import type { BatchNumbers } from '../training/compiled-program.ts';

export interface EncodedRow {
  readonly example: WrappedExample;
  readonly label: number;
}

export interface EncodedTask {
  readonly verbalizer: Verbalizer;
  readonly train: readonly EncodedRow[];
  readonly dev: readonly EncodedRow[];
  readonly test: readonly EncodedRow[];
  /** Text lengths for which programs are compiled; the last holds every row. */
  readonly buckets: readonly number[];
  readonly wrap: (row: Pick<TaskRow, 'a' | 'b'>) => WrappedExample;
  readonly warnings: readonly string[];
}

/** How rows become token ids, and which token ids answer. */
export interface PreparedRecipe {
  readonly verbalizer: Verbalizer;
  readonly wrap: (row: Pick<TaskRow, 'a' | 'b'>) => WrappedExample;
}

/**
 * Everything that can be wrong with a recipe for this PLM is found here, before anything is compiled.
 * @throws LabError `tokenizer-mismatch`, `text-too-long`, `template`, `label-words`
 */
export function prepareRecipe(
  plm: Plm,
  tokenizer: LabTokenizer,
  labels: readonly string[],
  recipe: Recipe,
): PreparedRecipe {
  if (tokenizer.vocabularySize > plm.vocabulary) {
    throw new LabError({
      code: 'tokenizer-mismatch',
      message: `The tokenizer has ${String(tokenizer.vocabularySize)} entries, the word embedding only ${String(plm.vocabulary)} rows.`,
      remedy: 'Use the tokenizer.json that belongs to this model.',
      where: 'tokenizer.json',
    });
  }
  const most = mostPositions(plm);
  if (most !== null && recipe.promptLength + recipe.maxLength > most) {
    throw new LabError({
      code: 'text-too-long',
      message: `${String(recipe.promptLength)} virtual tokens and ${String(recipe.maxLength)} text tokens are more than the ${String(most)} positions that ${plm.name} has.`,
      remedy: `Choose a maximum length of at most ${String(most - recipe.promptLength)}, or a shorter soft prompt.`,
      where: 'maxLength',
    });
  }
  const template = parseTemplate(recipe.template);
  const verbalizer = createVerbalizer(tokenizer, labels, recipe.labelWords);
  return { verbalizer, wrap: (row) => wrapExample(tokenizer, template, row, recipe.maxLength, plm.read) };
}

/** @throws LabError as `prepareRecipe`, and `task` for rows that the template can't take */
export function encodeTask(plm: Plm, tokenizer: LabTokenizer, task: Task, recipe: Recipe): EncodedTask {
  const { verbalizer, wrap } = prepareRecipe(plm, tokenizer, task.labels, recipe);
  const encode = (rows: readonly TaskRow[]): EncodedRow[] =>
    rows.map((row) => ({ example: wrap(row), label: row.y }));
  const [train, dev, test] = [task.train, task.dev, task.test].map(encode);
  const longest = Math.max(
    ...[train, dev, test].map((rows) =>
      rows.reduce((most, { example }) => Math.max(most, example.ids.length), 0),
    ),
  );
  const buckets = lengthBuckets(recipe.maxLength).filter(
    (_, index, all) => index === 0 || all[index - 1] < longest,
  );
  const cut = train.filter(({ example }) => example.cut > 0).length;
  const warnings = [...verbalizer.warnings];
  if (cut > 0)
    warnings.push(
      `${String(cut)} of ${String(train.length)} training texts are longer than ${String(recipe.maxLength)} tokens and are cut at the end.`,
    );
  return { verbalizer, train, dev, test, buckets, wrap, warnings };
}

/**
 * Texts as the host inputs of a program. Rows beyond `examples.length` repeat the first one.
 * @returns numbers for `batch` rows of `length` tokens
 */
export function textNumbers(
  plm: Plm,
  tokenizer: LabTokenizer,
  examples: readonly WrappedExample[],
  batch: number,
  length: number,
): BatchNumbers {
  const filled = Array.from({ length: batch }, (_, index) => examples[index] ?? examples[0]);
  const tokens = padBatch(filled, length, paddingId(tokenizer));
  return {
    input_ids: tokens.inputIds,
    attention_mask: tokens.attentionMask,
    token_type_ids: new Int32Array(batch * length),
    decoder_input_ids: new Int32Array(batch).fill(
      plm.config.decoder_start_token_id ?? plm.config.pad_token_id ?? 0,
    ),
    read_position: tokens.readPositions,
  };
}

/**
 * Rows as the host inputs of a program. Rows beyond `rows.length` repeat the first one with weight zero.
 * @returns numbers for `batch` rows of `length` tokens
 */
export function batchNumbers(
  plm: Plm,
  tokenizer: LabTokenizer,
  verbalizer: Pick<Verbalizer, 'labels' | 'tokenIds' | 'classWordMatrix'>,
  rows: readonly EncodedRow[],
  batch: number,
  length: number,
): BatchNumbers {
  const classes = verbalizer.labels.length;
  const targets = new Float32Array(batch * classes);
  for (let index = 0; index < batch; index++) targets[index * classes + (rows[index] ?? rows[0]).label] = 1;
  const examples = rows.map(({ example }) => example);
  return {
    ...textNumbers(plm, tokenizer, examples, batch, length),
    label_words: verbalizer.tokenIds,
    class_words: verbalizer.classWordMatrix,
    targets,
    row_weights: Float32Array.from({ length: batch }, (_, index) =>
      index < rows.length ? 1 / rows.length : 0,
    ),
  };
}

/** Tokens of the longest of some rows. */
export const tokensOf = (rows: readonly EncodedRow[]): number =>
  Math.max(...rows.map((row) => row.example.ids.length));
