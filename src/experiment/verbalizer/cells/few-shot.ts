/** Cells in which something is learned from a few labelled rows while the PLM stays frozen. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { count, counts } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import { LEARNED_NAMES, type LearnedVariant } from '../variants.ts';
import type { VerbalizeSweep } from '../verbalize-recipe.ts';
import { templateCells, templateId, templateOwner, type TemplateCell } from './chain.ts';

export interface FewShotCell extends TemplateCell {
  readonly kind: 'few-shot';
  readonly variant: LearnedVariant;
  /** Labelled rows a class. */
  readonly shots: number;
}

export interface FewShotResult {
  readonly kind: 'few-shot';
  /** Training rows whose labels were used, and those that the best look was chosen on. */
  readonly labelled: readonly number[];
  readonly looked: readonly number[];
  /** Step of the best look; 0 for the start. */
  readonly step: number;
  readonly predictions: readonly number[];
  /** Learned weights of all words, class after class; empty where none are learned. */
  readonly weights: Float32Array;
  /** Tokens chosen for each class; empty where none are chosen. */
  readonly tokens: readonly (readonly number[])[];
  readonly seconds: readonly [all: number, forward: number];
}

const RESULT: ResultKind<FewShotResult> = {
  kind: 'few-shot',
  schema: v.object({
    kind: v.literal('few-shot'),
    labelled: counts,
    looked: counts,
    step: count,
    predictions: counts,
    weights: Float32Schema,
    tokens: v.array(counts),
    seconds: v.tuple([NumberSchema, NumberSchema]),
  }),
};

export const FEW_SHOT: CellKind<FewShotCell, FewShotResult, VerbalizeSweep> = {
  kind: 'few-shot',
  id: (cell) => `few-shot ${cell.variant} ${String(cell.shots)} a class ${templateId(cell)}`,
  list: (recipe) => {
    const learned = LEARNED_NAMES.filter((name) => recipe.variants.includes(name));
    return recipe.shots.flatMap((shots) =>
      learned.flatMap((variant) =>
        templateCells(recipe).map((cell): FewShotCell => ({ kind: 'few-shot', variant, shots, ...cell })),
      ),
    );
  },
  owner: templateOwner,
  tasks: ({ task }) => [task],
  result: RESULT,
  fits: ({ predictions }, { task }, record) => predictions.length === testRowsIn(record, task),
  holds: (now, then) => JSON.stringify(now.fewShot) === JSON.stringify(then.fewShot),
  takesAsLongAs: 'chain',
};
