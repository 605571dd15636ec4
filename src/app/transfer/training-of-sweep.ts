/** How the prompts of a sweep under way learn, as far as its cells and events tell: of finished seeds the loss on dev rows, of the one under way that on training rows. Pure. */
import { resultOf } from '../../experiment/sweep/cell-kind.ts';
import type { SweepProgress } from '../../experiment/sweep/sweep-progress.ts';
import { TRAIN } from '../../experiment/transfer/cells/train.ts';
import type { StartKind, TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import type { LossPoint, TaskTraining } from '../../views/transfer/training-lines.ts';

export interface TrainingNow {
  readonly task: string;
  readonly seed: number;
  readonly step: number;
  readonly steps: number;
}

/** The prompt that is being trained; null while something else is computed. */
export function trainingNow(
  { tasks, seeds, plm }: TransferSweep,
  start: StartKind,
  progress: SweepProgress | null,
): TrainingNow | null {
  if (progress === null) return null;
  for (const task of tasks)
    for (const seed of seeds)
      if (TRAIN.id({ kind: 'train', task, start, seed, plm }) === progress.cell)
        return { task, seed, step: progress.done, steps: progress.total };
  return null;
}

/** Dev loss of each seed whose training of `task` is over. */
export function lossesOf(
  record: TransferRecord,
  start: StartKind,
  task: string,
): readonly (readonly LossPoint[])[] {
  const { seeds, plm } = record.recipe;
  return seeds.flatMap((seed) => {
    const cell = resultOf(record.cells, TRAIN, { kind: 'train', task, start, seed, plm });
    return cell === null ? [] : [cell.curve];
  });
}

/** The line of the prompt that is being trained comes last; one point is no line. */
export const withNow = (
  over: readonly (readonly LossPoint[])[],
  lossesNow: readonly LossPoint[],
): readonly (readonly LossPoint[])[] => (lossesNow.length < 2 ? over : [...over, lossesNow]);

/** A task each, in the order of the record. */
export function trainingOfTasks(
  record: TransferRecord,
  start: StartKind,
  now: Pick<TrainingNow, 'task'> | null,
  share: number,
  lossesNow: readonly LossPoint[] = [],
): readonly TaskTraining[] {
  return record.tasks.map(({ name }) => {
    const isNow = now?.task === name;
    const over = lossesOf(record, start, name);
    return { losses: isNow ? withNow(over, lossesNow) : over, isNow, share: isNow ? share : 0 };
  });
}
