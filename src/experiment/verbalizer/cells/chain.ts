/** Cells that score test rows with every variant that needs no label: one template, one support set. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { counts } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import { isChain, type ChainVariant } from '../variants.ts';
import type { VerbalizeSweep } from '../verbalize-recipe.ts';

/** A template of a task, asked with what one seed draws. */
export interface TemplateCell {
  readonly task: string;
  /** Index among the task's templates. */
  readonly template: number;
  readonly seed: number;
}

export interface ChainCell extends TemplateCell {
  readonly kind: 'chain';
}

export interface ChainResult {
  readonly kind: 'chain';
  /** Training rows of the support set, as drawn. */
  readonly support: readonly number[];
  /** [words] what calibration takes off each word's logit. */
  readonly prior: Float32Array;
  /** By class, columns of the words that frequency refinement leaves, and relevance refinement after it, in their orders. */
  readonly common: readonly (readonly number[])[];
  readonly relevant: readonly (readonly number[])[];
  /** Relevance of the common words, in the order of relevance. */
  readonly relevance: readonly Float32Array[];
  readonly rate: number;
  /** By variant, the class chosen for each test row. */
  readonly predictions: Readonly<Partial<Record<ChainVariant, readonly number[]>>>;
  /** By variant, [rows × classes]; none where the recipe doesn't keep them. */
  readonly scores: Readonly<Partial<Record<ChainVariant, Float32Array>>>;
  /** Seconds in all, and those in which the PLM computed. */
  readonly seconds: readonly [all: number, forward: number];
}

const lists = v.array(counts, 'must be a list a class');
/** Only names of variants can be keys. */
const byVariant = <T extends v.GenericSchema>(entry: T) =>
  v.partial(
    v.strictObject({
      PT: entry,
      'PT+CC': entry,
      KPT: entry,
      'KPT+CC': entry,
      'KPT+CC+FR': entry,
      'KPT+CC+FR+RR': entry,
    }),
  );

const CHAIN_RESULT: ResultKind<ChainResult> = {
  kind: 'chain',
  schema: v.object({
    kind: v.literal('chain'),
    support: counts,
    prior: Float32Schema,
    common: lists,
    relevant: lists,
    relevance: v.array(Float32Schema),
    rate: NumberSchema,
    predictions: byVariant(counts),
    scores: byVariant(Float32Schema),
    seconds: v.tuple([NumberSchema, NumberSchema]),
  }) as v.GenericSchema<unknown, ChainResult>,
};

/** Every template of every task with every seed. */
export const templateCells = ({ tasks, templates, seeds }: VerbalizeSweep): readonly TemplateCell[] =>
  tasks.flatMap((task) =>
    templates[task].flatMap((_, template) => seeds.map((seed) => ({ task, template, seed }))),
  );

export const templateId = ({ task, template, seed }: TemplateCell): string =>
  `${task} template ${String(template)} seed ${String(seed)}`;

/** Test rows of a task are read once a template: cells that share them stay together. */
export const templateOwner = ({ task, template }: TemplateCell): string => `${task} ${String(template)}`;

export const CHAIN: CellKind<ChainCell, ChainResult, VerbalizeSweep> = {
  kind: 'chain',
  id: (cell) => `chain ${templateId(cell)}`,
  list: (recipe) =>
    recipe.variants.some(isChain) ? templateCells(recipe).map((cell) => ({ kind: 'chain', ...cell })) : [],
  owner: templateOwner,
  tasks: ({ task }) => [task],
  result: CHAIN_RESULT,
  fits: ({ predictions }, { task }, record) =>
    record.recipe.variants
      .filter(isChain)
      .every((variant) => predictions[variant]?.length === testRowsIn(record, task)),
  holds: (now, then) => now.variants.filter(isChain).every((variant) => then.variants.includes(variant)),
  takesAsLongAs: 'chain',
};
