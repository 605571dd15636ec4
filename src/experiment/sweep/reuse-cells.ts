/** Cells of one sweep that another has computed already: the same work, done the same way on the same rows. */
import { kindOf, resultOf } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import { cellsOf } from './list-cells.ts';
import { same } from './same.ts';
import type { CellResults, SweepRecord } from './sweep-record.ts';

/**
 * Results of `earlier` that hold in `record`'s sweep too. Nothing is reused where what all cells share is otherwise, where
 * other rows are used, or where a task or PLM of the same name is not the same.
 */
export function reusedCells(experiment: Experiment, record: SweepRecord, earlier: SweepRecord): CellResults {
  const [now, then] = [record.recipe, earlier.recipe];
  const samePlms = record.plms.every(({ name, sha256 }) =>
    earlier.plms.every((plm) => plm.name !== name || plm.sha256 === sha256),
  );
  if (!samePlms || !experiment.alike(now, then)) return {};
  const sameTasks = new Set(
    record.tasks
      .filter((task) =>
        earlier.tasks.some(
          ({ name, sha256, truth }) =>
            name === task.name && sha256 === task.sha256 && same(truth, task.truth),
        ),
      )
      .map(({ name }) => name),
  );
  return Object.fromEntries(
    cellsOf(experiment, record).flatMap((cell) => {
      const kind = kindOf(experiment.cells, cell);
      if (!kind.holds(now, then) || !kind.tasks(cell).every((task) => sameTasks.has(task))) return [];
      const result = resultOf(earlier.cells, kind, cell);
      return result === null ? [] : [[kind.id(cell), result] as const];
    }),
  );
}
