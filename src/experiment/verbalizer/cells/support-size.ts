/** Cells that ask how large a support set has to be: all words, calibrated by the first rows of the set that the seed draws. */
import * as v from 'valibot';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { counts } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { VerbalizeSweep } from '../verbalize-recipe.ts';
import { templateCells, templateId, templateOwner, type TemplateCell } from './chain.ts';

export interface SupportSizeCell extends TemplateCell {
  readonly kind: 'support-size';
}

export interface SupportSizeResult {
  readonly kind: 'support-size';
  /** The class chosen for each test row, a list a size in the recipe's order; of size 0 without calibration. */
  readonly predictions: readonly (readonly number[])[];
}

const RESULT: ResultKind<SupportSizeResult> = {
  kind: 'support-size',
  schema: v.object({ kind: v.literal('support-size'), predictions: v.array(counts) }),
};

export const SUPPORT_SIZE: CellKind<SupportSizeCell, SupportSizeResult, VerbalizeSweep> = {
  kind: 'support-size',
  id: (cell) => `support sizes ${templateId(cell)}`,
  list: (recipe) =>
    recipe.supportSizes.length === 0
      ? []
      : templateCells(recipe).map((cell) => ({ kind: 'support-size', ...cell })),
  owner: templateOwner,
  tasks: ({ task }) => [task],
  result: RESULT,
  fits: ({ predictions }, { task }, record) =>
    predictions.length === record.recipe.supportSizes.length &&
    predictions.every(({ length }) => length === testRowsIn(record, task)),
  holds: (now, then) => JSON.stringify(now.supportSizes) === JSON.stringify(then.supportSizes),
  takesAsLongAs: 'chain',
};
