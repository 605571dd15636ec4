/** Whether a record's results fit its recipe: whoever reads them relies on their kind and on their lengths. */
import { cellsOf } from './list-cells.ts';
import { cellId, type SweepCell } from './sweep-cells.ts';
import type { CellResult, SweepRecord } from './sweep-record.ts';

const KIND_OF: Readonly<Record<SweepCell['kind'], CellResult['kind']>> = {
  train: 'trained',
  transfer: 'scored',
  neurons: 'neurons',
  initialise: 'initialised',
  mask: 'scored',
  recommend: 'recommended',
  project: 'projected',
  'initialise-projected': 'initialised',
};

/** The task whose test rows a cell chooses classes for; null for cells that choose none. */
function targetOf(cell: SweepCell): string | null {
  if (cell.kind === 'initialise-projected') return cell.task;
  return cell.kind === 'transfer' || cell.kind === 'initialise' || cell.kind === 'mask' ? cell.target : null;
}

/** Test rows that a cell's classes are for; null for cells that choose none. */
function rowsOf(cell: SweepCell, { recipe, tasks }: SweepRecord): number | null {
  const target = targetOf(cell);
  if (target === null) return null;
  const rows = tasks.find(({ name }) => name === target)?.truth.length ?? 0;
  return cell.kind === 'mask' ? Math.min(rows, recipe.masking?.rows ?? rows) : rows;
}

/** Whether a prompt is as long as the recipe says; true for results without one. */
function promptFits(result: CellResult, { training }: SweepRecord['recipe']): boolean {
  return !('prompt' in result) || result.length === training.promptLength;
}

function projectedFits(result: CellResult, { tasks, recipe }: SweepRecord): boolean {
  if (result.kind !== 'projected') return true;
  return recipe.tasks.every((name) => {
    if (!Object.hasOwn(result.tasks, name)) return false;
    const rows = tasks.find((task) => task.name === name)?.truth.length ?? 0;
    // A sweep of one task has no other one to swap in.
    return Object.values(result.tasks[name].predictions).every(({ length }) => [rows, 0].includes(length));
  });
}

/** Ids of the cells whose result can't be what its id says, with the reason. */
export function misfits(record: SweepRecord): readonly string[] {
  const families = new Map(record.tasks.map(({ name, family }) => [name, family]));
  return cellsOf(record.recipe, (task) => families.get(task) ?? '').flatMap((cell) => {
    const id = cellId(cell);
    const result = Object.hasOwn(record.cells, id) ? record.cells[id] : null;
    if (result === null || result.kind === 'failed') return [];
    if (result.kind !== KIND_OF[cell.kind]) return [`cells.${id} is ${result.kind}`];
    const rows = rowsOf(cell, record);
    const fits =
      (rows === null || !('predictions' in result) || result.predictions.length === rows) &&
      promptFits(result, record.recipe) &&
      projectedFits(result, record);
    return fits ? [] : [`cells.${id} is for other rows or of another length`];
  });
}
