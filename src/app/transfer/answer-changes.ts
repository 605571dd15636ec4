/** How a foreign prompt changes the answers to a target's test rows, against the PLM without any. Pure. */
import { resultOf } from '../../experiment/sweep/cell-kind.ts';
import type { SweptTask } from '../../experiment/sweep/sweep-record.ts';
import { TRANSFER, type PromptSource } from '../../experiment/transfer/cells/transfer.ts';
import type { StartKind } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';

/** The class answered to each test row; null where that was not scored. */
export function predictionsOf(
  { cells, recipe }: TransferRecord,
  source: PromptSource,
  target: string,
  seed: number,
): readonly number[] | null {
  const cell = resultOf(cells, TRANSFER, { kind: 'transfer', source, target, seed, plm: recipe.plm });
  return cell?.predictions ?? null;
}

export interface AnswerChanges {
  /** The first seed that has the pair. */
  readonly seed: number;
  readonly rows: number;
  /** Share of rows right without a prompt. */
  readonly before: number;
  readonly changed: number;
  readonly toRight: number;
  readonly toWrong: number;
}

/** The PLM without a prompt depends on no seed. */
const NO_SEED = 0;

export function answerChanges(
  record: TransferRecord,
  start: StartKind,
  source: string,
  target: SweptTask,
): AnswerChanges | null {
  const { name, truth } = target;
  const before = predictionsOf(record, { kind: 'none' }, name, NO_SEED);
  if (before === null || truth.length === 0) return null;
  for (const seed of record.recipe.seeds) {
    const after = predictionsOf(record, { kind: 'task', task: source, start }, name, seed);
    if (after === null) continue;
    const count = (is: (row: number) => boolean): number => truth.filter((_, row) => is(row)).length;
    return {
      seed,
      rows: truth.length,
      before: count((row) => before[row] === truth[row]) / truth.length,
      changed: count((row) => before[row] !== after[row]),
      toRight: count((row) => before[row] !== truth[row] && after[row] === truth[row]),
      toWrong: count((row) => before[row] === truth[row] && after[row] !== truth[row]),
    };
  }
  return null;
}

/** In a sentence. */
export const changesText = ({ seed, rows, before, changed, toRight, toWrong }: AnswerChanges): string =>
  `Against no prompt (${String(Math.round(100 * before))} %), ${String(changed)} of ${String(rows)} answers change: ` +
  `${String(toRight)} to right, ${String(toWrong)} to wrong (seed\u00a0${String(seed)}).`;
