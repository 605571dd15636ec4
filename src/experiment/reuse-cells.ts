/** Cells of one sweep that another has computed already: prompts that were trained the same way on the same rows. */
import { cellsOf } from './list-cells.ts';
import { cellId, type SweepCell } from './sweep-cells.ts';
import type { CellResult, SweepRecord } from './sweep-record.ts';
import type { TransferSweep } from './sweep-recipe.ts';

/**
 * By kind, what a result depends on beside its id, the training and the rows. Ids of `train` and `transfer` name their PLM;
 * the others' leave it to the sweep. Projections are computed again: they depend on two PLMs and on all their settings.
 */
const HOLDS: Readonly<Record<SweepCell['kind'], (now: TransferSweep, then: TransferSweep) => boolean>> = {
  train: () => true,
  transfer: () => true,
  neurons: (now, then) => now.plm === then.plm,
  initialise: (now, then) => now.plm === then.plm,
  mask: (now, then) => now.plm === then.plm && same(now.masking, then.masking),
  recommend: (now, then) =>
    now.plm === then.plm && same(now.recommendation, then.recommendation) && same(now.tasks, then.tasks),
  project: () => false,
  'initialise-projected': () => false,
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Results of `earlier` that hold in `record`'s sweep too. Nothing is reused where prompts are trained otherwise, where
 * other rows are used, or where a task or PLM of the same name is not the same.
 */
export function reusedCells(record: SweepRecord, earlier: SweepRecord): Readonly<Record<string, CellResult>> {
  const [now, then] = [record.recipe, earlier.recipe];
  const alike =
    same(now.training, then.training) &&
    now.devRows === then.devRows &&
    now.testRows === then.testRows &&
    now.probeRows === then.probeRows &&
    record.plms.every(({ name, sha256 }) =>
      earlier.plms.every((plm) => plm.name !== name || plm.sha256 === sha256),
    );
  if (!alike) return {};
  const sameTask = new Set(
    record.tasks
      .filter((task) =>
        earlier.tasks.some(
          ({ name, sha256, truth }) =>
            name === task.name && sha256 === task.sha256 && same(truth, task.truth),
        ),
      )
      .map(({ name }) => name),
  );
  const families = new Map(record.tasks.map(({ name, family }) => [name, family]));
  const wanted = cellsOf(now, (task) => families.get(task) ?? '').filter(
    (cell) => HOLDS[cell.kind](now, then) && tasksOf(cell).every((task) => sameTask.has(task)),
  );
  return Object.fromEntries(
    wanted.flatMap((cell) => {
      const id = cellId(cell);
      const result = Object.hasOwn(earlier.cells, id) ? earlier.cells[id] : null;
      return result === null || result.kind === 'failed' ? [] : [[id, result] as const];
    }),
  );
}

function tasksOf(cell: SweepCell): readonly string[] {
  switch (cell.kind) {
    case 'train':
    case 'neurons':
      return [cell.task];
    case 'transfer':
      return cell.source.kind === 'task' ? [cell.source.task, cell.target] : [cell.target];
    case 'initialise':
      return [cell.source, cell.target];
    case 'mask':
      return [cell.task, cell.target];
    case 'recommend':
      return [cell.target];
    case 'project':
    case 'initialise-projected':
      return [];
  }
  return cell satisfies never;
}
