/** Parts of a sweep that ran apart, as the record that one run would have left. */
import { LabError } from '../../errors/lab-error.ts';
import type { CellResult } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import { isSameTask, joinTasks } from './join-tasks.ts';
import { cellsOf, idOf } from './list-cells.ts';
import { canonical, same } from './same.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';

function refuse(message: string, remedy: string, where: string): LabError {
  return new LabError({ code: 'file', message, remedy, where });
}

export const nothingToMerge = (): LabError =>
  new LabError({
    code: 'argument',
    message: 'There are no files to merge.',
    remedy: 'Give the files that the parts of one sweep wrote.',
  });

/** When the first of a record's parts began; empty where it has none. */
export const beganAt = ({ parts }: SweepRecord): string =>
  parts.map(({ startedAt }) => startedAt).sort()[0] ?? '';

const areSameTasks = ({ tasks }: SweepRecord, { tasks: others }: SweepRecord): boolean =>
  tasks.length === others.length && tasks.every((task, index) => isSameTask(task, others[index]));

/** Which fields of two recipes differ, for the message. */
export function differing(a: object, b: object): string {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].filter((field) => !same(Reflect.get(a, field), Reflect.get(b, field))).join(', ');
}

/**
 * Joins `records` in any order: cells in the order of the sweep, and a result before a failure. Where two parts computed
 * one cell, the part that began first counts, so the order of the files makes no difference.
 * @param names of the files, for messages
 * @throws LabError `file` for none, for different recipes, tasks or PLMs
 */
export function mergeSweeps(
  experiment: Experiment,
  records: readonly SweepRecord[],
  names: readonly string[],
): SweepRecord {
  const [first] = records;
  if (records.length === 0) throw nothingToMerge();
  records.forEach((record, index) => {
    if (!same(record.recipe, first.recipe))
      throw refuse(
        `${names[index]} is a part of another sweep than ${names[0]}: ${differing(record.recipe, first.recipe)} differ.`,
        'Merge only parts that were made with the same recipe.',
        names[index],
      );
    if (!areSameTasks(record, first) || !same(record.plms, first.plms))
      throw refuse(
        `${names[index]} was made with other ${same(record.plms, first.plms) ? 'rows of the tasks' : 'PLMs'} than ${names[0]}, under the same names.`,
        'Run all parts with the same files.',
        names[index],
      );
  });
  const ordered = [...records].sort(
    (a, b) => beganAt(a).localeCompare(beganAt(b)) || canonical(a.parts).localeCompare(canonical(b.parts)),
  );
  const cells: Record<string, CellResult> = {};
  for (const cell of cellsOf(experiment, first)) {
    const id = idOf(experiment, cell);
    const found = ordered.flatMap((record) => (Object.hasOwn(record.cells, id) ? [record.cells[id]] : []));
    const chosen = found.find((result) => !isFailed(result)) ?? found.at(0);
    if (chosen !== undefined) cells[id] = chosen;
  }
  // A file that is given twice, or beside a copy that went on, adds nothing.
  const parts = new Map(ordered.flatMap((record) => record.parts).map((part) => [canonical(part), part]));
  return {
    ...ordered[0],
    tasks: joinTasks(ordered.map(({ tasks }) => tasks)),
    parts: [...parts.values()],
    cells,
  };
}
