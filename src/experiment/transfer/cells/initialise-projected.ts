/** Cells that train a task on another PLM from the prompt that a projector of the recipe makes of its own. */
import type { CellKind } from '../../sweep/cell-kind.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { answersAll, hasPromptLength } from './answers.ts';
import { INITIALISED, type InitialisedCell } from './initialise.ts';

export interface InitialiseProjectedCell {
  readonly kind: 'initialise-projected';
  /** Of the recipe's projections. */
  readonly index: number;
  readonly task: string;
  readonly seed: number;
}

export const INITIALISE_PROJECTED: CellKind<InitialiseProjectedCell, InitialisedCell, TransferSweep> = {
  kind: 'initialise-projected',
  id: ({ index, task, seed }) =>
    `initialise ${task} from projection ${String(index + 1)} seed ${String(seed)}`,
  list: ({ projections, seeds }) =>
    projections.flatMap(({ initialise }, index) =>
      seeds.flatMap((seed) =>
        initialise.map((task): InitialiseProjectedCell => ({
          kind: 'initialise-projected',
          index,
          task,
          seed,
        })),
      ),
    ),
  owner: ({ index, seed }) => `project ${String(index + 1)} ${String(seed)}`,
  tasks: () => [],
  result: INITIALISED,
  fits: (result, { task }, record) =>
    answersAll(result.predictions, task, record) && hasPromptLength(result, record),
  // It depends on its projector, which is trained again.
  holds: () => false,
  takesAsLongAs: 'train',
};
