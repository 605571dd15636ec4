/** Works off the cells of a sweep one after the other. What is done is handed out at once; nothing done is done again. */
import { LabError, toErrorData, type LabErrorCode } from '../../errors/lab-error.ts';
import { cellId, type SweepCell } from '../../experiment/sweep-cells.ts';
import type { CellResult } from '../../experiment/sweep-record.ts';
import type { SweepProgress } from '../../experiment/sweep-progress.ts';
import type { RunControl } from '../training/run-control.ts';
import { SweepRunner } from './sweep-runner.ts';
import { TimeLeft } from './time-left.ts';
import type { SweepWorld } from './sweep-world.ts';

export interface SweepRunOptions {
  readonly world: SweepWorld;
  /** The cells to compute, in order. */
  readonly cells: readonly SweepCell[];
  /** Results that are there already, by id. */
  readonly known: Readonly<Record<string, CellResult>>;
  readonly control: RunControl;
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
  const { world, cells, known, control, onCell, onProgress } = options;
  const isDone = (id: string): boolean => Object.hasOwn(known, id) && known[id].kind !== 'failed';
  const open = cells.filter((cell) => !isDone(cellId(cell)));
  const time = new TimeLeft(open);
  let at = 0;
  let announced = 0;
  const announce = (doing: string, done: number, total: number): void => {
    const now = performance.now();
    // A step of a small PLM takes a few milliseconds; nobody reads that fast.
    if (done < total && now - announced < 100) return;
    announced = now;
    onProgress({
      cell: cellId(open[at]),
      doing,
      done,
      total,
      cellsDone: cells.length - open.length + at,
      cellsTotal: cells.length,
      secondsLeft: time.left(at, total === 0 ? 0 : done / total),
    });
  };
  const runner = new SweepRunner(world, control, announce, known);
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
      result = { kind: 'failed', error: toErrorData(thrown) };
    }
    time.took(cell, (performance.now() - started) / 1000);
    await onCell(cellId(cell), result);
  }
  return true;
}
