/** How the cells of a kind are computed, and what their computation has at hand. */
import type { Cell, CellForm, CellResult } from '../../experiment/sweep/cell-kind.ts';
import type { RunControl } from '../training/run-control.ts';
import type { UnfinishedCells } from './unfinished-cells.ts';

/**
 * How far the cell at work has come.
 * @param loss where a prompt is trained: its loss on training rows, mean of the last steps
 */
export type CellProgress = (doing: string, done: number, total: number, loss?: number) => void;

export interface CellContext<World> {
  readonly world: World;
  readonly control: RunControl;
  readonly progress: CellProgress;
  /** What another cell leaves: from the record where it is there, computed on the way where it isn't. */
  readonly need: <C extends Cell, R extends CellResult>(form: CellForm<C, R>, cell: C) => Promise<R>;
  /** Whether a cell is computed already. */
  readonly has: <C extends Cell>(form: CellForm<C>, cell: C) => boolean;
  readonly unfinished: UnfinishedCells;
  /** Takes what a computation leaves of another cell than the one it was asked for. */
  readonly keep: <C extends Cell, R extends CellResult>(form: CellForm<C, R>, cell: C, result: R) => void;
}

export interface CellComputation<C extends Cell = Cell, R extends CellResult = CellResult, World = unknown> {
  readonly of: CellForm<C, R>;
  /** @throws LabError what went wrong, `cancelled` when stopped; the cell can be computed again */
  compute(cell: C, context: CellContext<World>): Promise<R>;
}
