/** Whether a sweep that was computed again came to the same, bit for bit. */
import { kindOf } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import { cellsOf } from './list-cells.ts';
import { fieldTexts } from './result-text.ts';
import { same } from './same.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';

export interface CellDifference {
  /** Of the cell. */
  readonly id: string;
  /** Fields of its result that aren't the same; empty where one of the two could not be computed. */
  readonly fields: readonly string[];
}

export interface SweepComparison {
  /** Cells compared. */
  readonly cells: number;
  readonly different: readonly CellDifference[];
  /** What lies beside the cells and is another: tasks, PLMs, or a field of the experiment such as its words. */
  readonly changed: readonly string[];
}

/** What a record says of itself and of its making, which a repeat has otherwise. */
const OWN: ReadonlySet<string> = new Set(['version', 'kind', 'recipe', 'parts', 'cells']);

export interface RecordedCells {
  /** Ids of cells that have a result, which a repeat should give again. */
  readonly repeatable: readonly string[];
  /** Of those whose result follows from measured times. */
  readonly following: readonly string[];
}

export function recordedCells(experiment: Experiment, record: SweepRecord): RecordedCells {
  const there = cellsOf(experiment, record).flatMap((cell) => {
    const kind = kindOf(experiment.cells, cell);
    const id = kind.id(cell);
    if (!Object.hasOwn(record.cells, id) || isFailed(record.cells[id])) return [];
    return [{ id, follows: kind.followsTimes?.(cell) === true }];
  });
  const idsOf = (follows: boolean): readonly string[] =>
    there.filter((one) => one.follows === follows).map(({ id }) => id);
  return { repeatable: idsOf(false), following: idsOf(true) };
}

function changedFields(before: SweepRecord, after: SweepRecord): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(
    (name) => !OWN.has(name) && !same(Reflect.get(before, name), Reflect.get(after, name)),
  );
}

/**
 * @param ids of cells that `before` has a result of
 * @param after the same cells, computed again
 */
export function compareSweeps(
  ids: readonly string[],
  before: SweepRecord,
  after: SweepRecord,
): SweepComparison {
  const different = ids.flatMap((id): readonly CellDifference[] => {
    if (!Object.hasOwn(after.cells, id) || isFailed(after.cells[id])) return [{ id, fields: [] }];
    const [then, now] = [fieldTexts(before.cells[id]), fieldTexts(after.cells[id])];
    const fields = [...new Set([...then.keys(), ...now.keys()])].filter(
      (name) => then.get(name) !== now.get(name),
    );
    return fields.length === 0 ? [] : [{ id, fields }];
  });
  return { cells: ids.length, different, changed: changedFields(before, after) };
}

export const isSweepRepeated = ({ different }: SweepComparison): boolean => different.length === 0;
