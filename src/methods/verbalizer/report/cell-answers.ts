/** The answers of all cells of a verbalize sweep, by variant and labelled rows a class. */
import { FEW_SHOT } from '../../../experiment/verbalizer/cells/few-shot.ts';
import { CHAIN, templateCells } from '../../../experiment/verbalizer/cells/chain.ts';
import type { CellAnswers } from '../../../experiment/verbalizer/mean-over-cells.ts';
import { isChain, type VariantName } from '../../../experiment/verbalizer/variants.ts';
import type { VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';

/** A variant, and how many labelled rows of each class it has. */
export interface Arm {
  readonly variant: VariantName;
  readonly shots: number;
}

/** The arms of a recipe in the order of tables: without labels first. */
export function armsOf({ recipe }: VerbalizeRecord): readonly Arm[] {
  const { variants, shots } = recipe;
  return [
    ...variants.filter(isChain).map((variant) => ({ variant, shots: 0 })),
    ...shots.flatMap((count) =>
      variants.filter((variant) => !isChain(variant)).map((variant) => ({ variant, shots: count })),
    ),
  ];
}

/** What an arm answered on a task, a template and seed after another; what is not computed is left out. */
export function answersOf(
  record: VerbalizeRecord,
  task: string,
  { variant, shots }: Arm,
): readonly CellAnswers[] {
  return templateCells(record.recipe)
    .filter((cell) => cell.task === task)
    .flatMap((cell): readonly CellAnswers[] => {
      const predictions = isChain(variant)
        ? resultOf(record.cells, CHAIN, { kind: 'chain', ...cell })?.predictions[variant]
        : resultOf(record.cells, FEW_SHOT, { kind: 'few-shot', variant, shots, ...cell })?.predictions;
      return predictions === undefined ? [] : [{ template: cell.template, seed: cell.seed, predictions }];
    });
}
