/** Whether a record's results fit its recipe: whoever reads them relies on their kind and on their lengths. */
import { kindOf } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import { cellsOf } from './list-cells.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';

/** Ids of the cells whose result can't be what its id says, with the reason. */
export function misfits(experiment: Experiment, record: SweepRecord): readonly string[] {
  return cellsOf(experiment, record).flatMap((cell) => {
    const kind = kindOf(experiment.cells, cell);
    const id = kind.id(cell);
    const result = Object.hasOwn(record.cells, id) ? record.cells[id] : null;
    if (result === null || isFailed(result)) return [];
    if (result.kind !== kind.result.kind) return [`cells.${id} is ${result.kind}`];
    return kind.fits(result, cell, record) ? [] : [`cells.${id} is for other rows or of another length`];
  });
}
