/** Sweeps on the small shipped PLM with few rows and steps. Only tests import it. */
import { openTask } from '../../../src/cli/open-task.ts';
import type { Task } from '../../../src/experiment/task-types.ts';
import type { Engine, Program } from '../../../src/engine/engine-types.ts';
import { defaultSweep } from '../../../src/experiment/transfer/default-sweep.ts';
import { SweepRunner } from '../../../src/methods/sweep/sweep-runner.ts';
import { TRANSFER_COMPUTATIONS } from '../../../src/methods/transfer/cells/index.ts';
import { transferMethod } from '../../../src/methods/transfer/transfer-method.ts';
import { runSweep } from '../../../src/methods/sweep/run-sweep.ts';
import type { SweepSources } from '../../../src/methods/sweep/sweep-world.ts';
import type { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { cellsOf, typed, type CellResult, type SweepCell } from '../../experiment/transfer-cells.ts';
import type { TransferSweep } from '../../../src/experiment/transfer/sweep-recipe.ts';
import type { CellResult as AnyResult } from '../../../src/experiment/sweep/cell-kind.ts';
import type { CellResults } from '../../../src/experiment/sweep/sweep-record.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import type { SweepProgress } from '../../../src/experiment/sweep/sweep-progress.ts';
import { model } from '../train-setup.ts';
import { noReading } from '../sweep/no-reading.ts';
import { noWords } from '../sweep/no-words.ts';

export function smallSweep(change: Partial<TransferSweep> = {}): TransferSweep {
  const sweep = defaultSweep('lab-tiny', ['sst2', 'subj']);
  return {
    ...sweep,
    training: { ...sweep.training, promptLength: 3, steps: 4, evalEvery: 2, batch: 4, maxLength: 16 },
    devRows: 12,
    testRows: 12,
    randomPrompts: 1,
    probeRows: 4,
    engine: 'cpu',
    ...change,
  };
}

/** The first training rows of a shipped task. */
export async function shortTask(name: string): Promise<Task> {
  const task = await openTask(name);
  return { ...task, train: task.train.slice(0, 40) };
}

export function sourcesOn(engine: Engine, change: Partial<SweepSources> = {}): SweepSources {
  return {
    plm: () => Promise.resolve(model),
    task: shortTask,
    engine: () => Promise.resolve(engine),
    words: noWords,
    reading: noReading,
    ...change,
  };
}

export const cellsOfSweep = (sweep: TransferSweep): readonly SweepCell[] =>
  cellsOf(sweep, (task) => (task === 'subj' ? 'subjectivity' : 'sentiment'));

/** Times, which no repeat gives again, left out. */
export function timeless(result: AnyResult): unknown {
  return 'seconds' in result ? { ...result, seconds: null } : result;
}

export const timelessAll = (results: CellResults): Record<string, unknown> =>
  Object.fromEntries(Object.entries(results).map(([id, result]) => [id, timeless(result)]));

export interface Outcome {
  /** Whether the sweep came to its end; null where it threw. */
  readonly done: boolean | null;
  readonly thrown: unknown;
  /** What was computed now, in this order. */
  readonly computed: Readonly<Record<string, CellResult>>;
}

export interface WorkOptions {
  readonly known?: Readonly<Record<string, CellResult>>;
  readonly onCell?: (id: string, control: RunControl) => void;
  readonly onProgress?: (progress: SweepProgress, control: RunControl) => void;
}

/** Works `cells` off as the page and the command line do. */
export async function work(
  world: TransferWorld,
  cells: readonly SweepCell[],
  options: WorkOptions = {},
): Promise<Outcome> {
  const control = new RunControl();
  const computed: Record<string, CellResult> = {};
  let done: boolean | null = null;
  let thrown: unknown = null;
  try {
    done = await runSweep({
      method: transferMethod,
      world,
      cells,
      known: options.known ?? {},
      control,
      onCell: (id, result) => {
        computed[id] = typed(result);
        options.onCell?.(id, control);
        return Promise.resolve();
      },
      onProgress: (progress) => options.onProgress?.(progress, control),
    });
  } catch (error) {
    thrown = error;
  }
  return { done, thrown, computed };
}

/** Computes one cell alone. */
export async function runAlone(
  world: TransferWorld,
  cell: SweepCell,
  known: Readonly<Record<string, CellResult>> = {},
  control = new RunControl(),
): Promise<CellResult> {
  return typed(
    await new SweepRunner({ world, computations: TRANSFER_COMPUTATIONS, control, known }).run(cell),
  );
}

/** `engine`, whose runs ask `before` first. */
export function watchedEngine(engine: Engine, before: () => Promise<void>): Engine {
  return {
    report: engine.report,
    lost: engine.lost,
    loadWeights: (weights) => engine.loadWeights(weights),
    memory: () => engine.memory(),
    release: () => engine.release(),
    async compile(spec) {
      const program = await engine.compile(spec);
      const watched: Program = {
        spec: program.spec,
        compileMs: program.compileMs,
        setState: (values) => program.setState(values),
        readState: (names) => program.readState(names),
        run: (inputs, fetch) => before().then(() => program.run(inputs, fetch)),
        release: () => program.release(),
      };
      return watched;
    },
  };
}
