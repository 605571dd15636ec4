/** Works off the cells of a sweep one after the other. What is done is handed out at once; nothing done is done again. */
import { LabError, toErrorData, type LabErrorCode } from '../../errors/lab-error.ts';
import type { Cell, CellResult } from '../../experiment/sweep/cell-kind.ts';
import { idOf } from '../../experiment/sweep/list-cells.ts';
import type { SweepProgress } from '../../experiment/sweep/sweep-progress.ts';
import { isFailed, type CellResults, type FailedCell } from '../../experiment/sweep/sweep-record.ts';
import type { RunControl } from '../training/run-control.ts';
import type { CellProgress } from './cell-computation.ts';
import type { SweepMethod } from './sweep-method.ts';
import { SweepRunner } from './sweep-runner.ts';
import type { World } from './sweep-world.ts';
import { TimeLeft } from './time-left.ts';
import { NOTHING_UNFINISHED, type UnfinishedCells } from './unfinished-cells.ts';

export interface SweepRunOptions {
  readonly method: Pick<SweepMethod, 'experiment' | 'computations'>;
  /** As the method opened it. */
  readonly world: World;
  /** The cells to compute, in order. */
  readonly cells: readonly Cell[];
  /** Results that are there already, by id. */
  readonly known: CellResults;
  readonly control: RunControl;
  /** Where cells stand that were begun before; what is kept of one is of no use once `onCell` has it. */
  readonly unfinished?: UnfinishedCells;
  /** Awaited, so that a cell is safe before the next one begins. */
  readonly onCell: (id: string, result: CellResult) => Promise<void>;
  readonly onProgress: (progress: SweepProgress) => void;
}

/** After these the engine is gone or the run is over: the cell has not failed, it has not been computed. */
const NOT_THE_CELLS_FAULT: readonly LabErrorCode[] = [
  'cancelled',
  'device-lost',
  'out-of-memory',
  'download',
  'worker-crashed',
  'engine-unavailable',
];

/**
 * @returns whether all cells were seen to; false when stopped
 * @throws LabError what is not one cell's fault, such as `device-lost`: go on with a new engine
 */
export async function runSweep(options: SweepRunOptions): Promise<boolean> {
  const {
    method,
    world,
    cells,
    known,
    control,
    onCell,
    onProgress,
    unfinished = NOTHING_UNFINISHED,
  } = options;
  const { experiment, computations } = method;
  const cellId = (cell: Cell): string => idOf(experiment, cell);
  const isDone = (id: string): boolean => Object.hasOwn(known, id) && !isFailed(known[id]);
  const open = cells.filter((cell) => !isDone(cellId(cell)));
  const time = new TimeLeft(experiment.cells, open);
  let at = 0;
  let announced = 0;
  const announce: CellProgress = (doing, done, total, loss) => {
    const now = performance.now();
    // A step of a small PLM takes a few milliseconds; nobody reads that fast.
    if (done < total && now - announced < 100) return;
    announced = now;
    onProgress({
      cell: cellId(open[at]),
      doing,
      done,
      total,
      ...(loss === undefined ? {} : { loss }),
      cellsDone: cells.length - open.length + at,
      cellsTotal: cells.length,
      secondsLeft: time.left(at, total === 0 ? 0 : done / total),
    });
  };
  const runner = new SweepRunner({ world, computations, control, progress: announce, known, unfinished });
  for (; at < open.length; at++) {
    if ((await control.next(() => Promise.resolve())) === 'stop') return false;
    const cell = open[at];
    const started = performance.now();
    let result: CellResult;
    try {
      result = await runner.run(cell);
    } catch (thrown) {
      if (thrown instanceof LabError && thrown.code === 'cancelled') return false;
      if (thrown instanceof LabError && NOT_THE_CELLS_FAULT.includes(thrown.code)) throw thrown;
      const failed: FailedCell = { kind: 'failed', error: toErrorData(thrown) };
      result = failed;
    }
    time.took(cell, (performance.now() - started) / 1000);
    await onCell(cellId(cell), result);
  }
  return true;
}
