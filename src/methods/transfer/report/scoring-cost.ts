/** What it took to score the trained prompts on every task, and how much of it the PLM computed. */
import { cellId } from '../../../experiment/sweep-cells.ts';
import type { SweepRecord } from '../../../experiment/sweep-record.ts';

export interface ScoringCost {
  /** Cells of the matrix, all seeds. */
  readonly cells: number;
  /** In all, without compiling. */
  readonly seconds: number;
  /** Share of it in forward passes; null for no cells. */
  readonly forwardShare: number | null;
}

export function scoringCost({ recipe, cells }: SweepRecord): ScoringCost {
  const { plm, tasks, seeds, starts } = recipe;
  const ids = seeds.flatMap((seed) =>
    starts.flatMap((start) =>
      tasks.flatMap((task) =>
        tasks.map((target) =>
          cellId({ kind: 'transfer', source: { kind: 'task', task, start }, target, seed, plm }),
        ),
      ),
    ),
  );
  const scored = ids.flatMap((id) => {
    const cell = Object.hasOwn(cells, id) ? cells[id] : null;
    return cell?.kind === 'scored' ? [cell.seconds] : [];
  });
  const [seconds, forward] = [0, 1].map((at) => scored.reduce((sum, times) => sum + times[at], 0));
  return { cells: scored.length, seconds, forwardShare: seconds === 0 ? null : forward / seconds };
}
