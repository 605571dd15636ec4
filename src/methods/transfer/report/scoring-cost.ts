/** What it took to score the trained prompts on every task, and how much of it the PLM computed. */
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { TRANSFER } from '../../../experiment/transfer/cells/transfer.ts';
import type { TransferRecord } from '../../../experiment/transfer/transfer-record.ts';

export interface ScoringCost {
  /** Cells of the matrix, all seeds. */
  readonly cells: number;
  /** In all, without compiling. */
  readonly seconds: number;
  /** Share of it in forward passes; null for no cells. */
  readonly forwardShare: number | null;
}

export function scoringCost({ recipe, cells }: TransferRecord): ScoringCost {
  const { plm, tasks, seeds, starts } = recipe;
  const scored = seeds.flatMap((seed) =>
    starts.flatMap((start) =>
      tasks.flatMap((task) =>
        tasks.flatMap((target) => {
          const source = { kind: 'task', task, start } as const;
          const cell = resultOf(cells, TRANSFER, { kind: 'transfer', source, target, seed, plm });
          return cell === null ? [] : [cell.seconds];
        }),
      ),
    ),
  );
  const [seconds, forward] = [0, 1].map((at) => scored.reduce((sum, times) => sum + times[at], 0));
  return { cells: scored.length, seconds, forwardShare: seconds === 0 ? null : forward / seconds };
}
