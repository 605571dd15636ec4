/**
 * How long a matrix of thirteen tasks and five seeds takes on 1, 8 and 64 machines like the one that recorded the sweeps in
 * public/recorded: `npx tsx scripts/sweep-hours.ts` prints the table of docs/clusters.md.
 *
 * A cell takes what cells of its kind took there on average. A training's seconds are those of its steps; the dev evaluations
 * between them are added at the rate at which test rows were scored, and so is the reading of neurons, which isn't timed.
 * A sweep is over when its longest shard is, and shards are cut as `lab sweep --shard` cuts them.
 */
import { readFileSync } from 'node:fs';
import { taskCatalogue } from '../src/data/task-catalogue.ts';
import { readSweepFile } from '../src/data/sweep-file.ts';
import type { CellResult } from '../src/experiment/sweep/cell-kind.ts';
import { cellsOf, idOf, listCells, shardOf } from '../src/experiment/sweep/list-cells.ts';
import { testRowsIn } from '../src/experiment/sweep/sweep-record.ts';
import type { TransferSweep } from '../src/experiment/transfer/sweep-recipe.ts';
import { transferExperiment } from '../src/experiment/transfer/transfer-experiment.ts';
import { transferRecord, type TransferRecord } from '../src/experiment/transfer/transfer-record.ts';

const MACHINES = [1, 8, 64];
const SEEDS = [1, 2, 3, 4, 5];
/** As many as the largest published matrix has. */
const TASKS = taskCatalogue.slice(0, 13).map(({ name }) => name);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Seconds that a result says it took; null for one that says nothing. */
function secondsOf(kind: string, result: CellResult): number | null {
  const seconds: unknown = Reflect.get(result, 'seconds');
  if (!Array.isArray(seconds)) return null;
  // Of a scoring all and its forward passes; of a training those up to each evaluation.
  const value: unknown = kind === 'train' ? seconds.at(-1) : seconds[0];
  return typeof value === 'number' ? value : null;
}

/** Seconds of a cell, by its kind. */
function costs(record: TransferRecord): Readonly<Record<string, number>> {
  const { plm, training, devRows, probeRows, tasks } = record.recipe;
  const average = (kind: string): number =>
    mean(
      cellsOf(transferExperiment, record)
        .filter((cell) => cell.kind === kind && 'plm' in cell && cell.plm === plm)
        .map((cell) => secondsOf(kind, record.cells[idOf(transferExperiment, cell)]))
        .filter((seconds) => seconds !== null),
    );
  const transfer = average('transfer');
  const row = transfer / mean(tasks.map((task) => testRowsIn(record, task)));
  const evaluations = training.steps / training.evalEvery;
  return {
    transfer,
    train: average('train') + evaluations * (devRows ?? 0) * row,
    neurons: probeRows * row,
  };
}

function hours(record: TransferRecord): readonly number[] {
  const recipe: TransferSweep = {
    ...record.recipe,
    tasks: TASKS,
    seeds: SEEDS,
    starts: ['shared'],
    initialisation: [],
    masking: null,
    recommendation: null,
    projections: [],
  };
  const cost = costs(record);
  const cells = listCells(transferExperiment, recipe, () => '');
  return MACHINES.map((machines) => {
    const shards = Array.from({ length: machines }, (_, index) =>
      shardOf(transferExperiment, cells, recipe, index + 1, machines).reduce(
        (sum, { kind }) => sum + cost[kind],
        0,
      ),
    );
    return Math.max(...shards) / 3600;
  });
}

const duration = (time: number): string =>
  time < 1 ? `${String(Math.ceil(60 * time))} min` : `${time.toFixed(1)} h`;

console.log(
  `| PLM | a training | a scoring | ${MACHINES.map((count) => `${String(count)} machines`).join(' | ')} |`,
);
console.log(`| --- | --- | --- | ${MACHINES.map(() => '---').join(' | ')} |`);
for (const plm of ['lab-tiny', 'lab-small', 'lab-mini']) {
  const record = transferRecord(readSweepFile(readFileSync(`public/recorded/transfer-${plm}.plab`), plm));
  const { train, transfer } = costs(record);
  const numbers = [`${train.toFixed(0)} s`, `${transfer.toFixed(2)} s`, ...hours(record).map(duration)];
  console.log(`| ${[plm, ...numbers].join(' | ')} |`);
}
