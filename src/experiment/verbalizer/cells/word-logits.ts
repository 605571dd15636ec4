/** Cells that keep the word logits of one template, so that a page can take words out and in without the PLM. */
import * as v from 'valibot';
import { Float32Schema } from '../../number-codec.ts';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { VerbalizeSweep } from '../verbalize-recipe.ts';
import { templateId, templateOwner, type TemplateCell } from './chain.ts';

export interface WordLogitsCell extends TemplateCell {
  readonly kind: 'word-logits';
}

/** As `WordLogits` has them, the words themselves aside. */
export interface WordLogitsResult {
  readonly kind: 'word-logits';
  readonly rows: Float32Array;
  readonly support: Float32Array;
  readonly prior: Float32Array;
  readonly ranks: Float32Array;
}

const RESULT: ResultKind<WordLogitsResult> = {
  kind: 'word-logits',
  schema: v.object({
    kind: v.literal('word-logits'),
    rows: Float32Schema,
    support: Float32Schema,
    prior: Float32Schema,
    ranks: Float32Schema,
  }),
};

export const WORD_LOGITS: CellKind<WordLogitsCell, WordLogitsResult, VerbalizeSweep> = {
  kind: 'word-logits',
  id: (cell) => `word logits ${templateId(cell)}`,
  list: ({ tasks, shown, seeds }) =>
    tasks
      .filter((task) => Object.hasOwn(shown, task))
      .map((task) => ({ kind: 'word-logits', task, template: shown[task], seed: seeds[0] })),
  owner: templateOwner,
  tasks: ({ task }) => [task],
  result: RESULT,
  fits: ({ rows, prior }, { task }, record) => rows.length === testRowsIn(record, task) * prior.length,
  holds: () => true,
  takesAsLongAs: 'chain',
};
