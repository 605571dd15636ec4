/** Cells of one sweep that another has computed already: prompts that were trained the same way on the same rows. */
import { cellsOf } from './list-cells.ts';
import { cellId, type SweepCell } from './sweep-cells.ts';
import type { CellResult, SweepRecord } from './sweep-record.ts';

/** What such a cell's result depends on beside its id; the masks and projectors depend on more. */
const REUSED: readonly SweepCell['kind'][] = ['train', 'transfer', 'neurons', 'initialise'];

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
    (cell) => REUSED.includes(cell.kind) && tasksOf(cell).every((task) => sameTask.has(task)),
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
    case 'project':
    case 'initialise-projected':
      return [];
  }
  return cell satisfies never;
}
