/** Which cells a sweep has, in which order they are worked off, and which part of them a machine takes. */
import { kindOf, type Cell, type FamilyOf } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import type { SweepRecipe } from './sweep-recipe.ts';
import { familyIn, type SweepHeader } from './sweep-record.ts';

export const idOf = ({ cells }: Experiment, cell: Cell): string => kindOf(cells, cell).id(cell);

/**
 * All cells in the order in which one machine works them off: seed by seed, so that the whole picture is there after the
 * first one and the others add its spread; in a seed kind by kind, in the order of the experiment's table.
 * @param familyOf type of a task, which decides what some cells are measured on
 */
export function listCells(
  { cells: kinds }: Experiment,
  recipe: SweepRecipe,
  familyOf: FamilyOf,
): readonly Cell[] {
  const cells = kinds.flatMap((kind) => [
    ...kinds.flatMap(({ listedBefore }) => listedBefore?.get(kind.kind)?.(recipe, familyOf) ?? []),
    ...kind.list(recipe, familyOf),
  ]);
  const order = new Map(recipe.seeds.map((seed, index) => [seed, index]));
  return cells
    .map((cell, index) => ({ cell, index, seed: order.get(cell.seed) ?? -1 }))
    .sort((a, b) => a.seed - b.seed || a.index - b.index)
    .map(({ cell }) => cell);
}

/** The cells of the sweep that `record` is of, computed or not. */
export const cellsOf = (
  experiment: Experiment,
  record: SweepHeader & { readonly recipe: SweepRecipe },
): readonly Cell[] => listCells(experiment, record.recipe, familyIn(record));

/** Part `index` (from 1) of `count`: every cell is in exactly one part, whatever runs where. */
export function shardOf<C extends Cell>(
  { cells: kinds }: Experiment,
  cells: readonly C[],
  recipe: SweepRecipe,
  index: number,
  count: number,
): readonly C[] {
  const owner = (cell: Cell): string => kindOf(kinds, cell).owner(cell, recipe);
  const owners = [...new Set(cells.map(owner))];
  const part = new Map(owners.map((name, at) => [name, at % count]));
  return cells.filter((cell) => part.get(owner(cell)) === index - 1);
}
