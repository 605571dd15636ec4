/** Runs a sweep, or a part of one, on this machine, keeping its file up to date. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { readSweepFile, writeSweepFile } from '../data/sweep-file.ts';
import type { Engine } from '../engine/engine-types.ts';
import { createNodeEngine } from '../engine/node-engine.ts';
import { LabError } from '../errors/lab-error.ts';
import { experimentOf } from '../experiment/experiments.ts';
import { cellsOf, idOf, shardOf } from '../experiment/sweep/list-cells.ts';
import { mergeSweeps } from '../experiment/sweep/merge-sweeps.ts';
import { reusedCells } from '../experiment/sweep/reuse-cells.ts';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import { isFailed, type CellResults, type SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { Made } from '../methods/made.ts';
import { sweepMethodOf } from '../methods/sweep-methods.ts';
import { runSweep } from '../methods/sweep/run-sweep.ts';
import { beginRecord } from '../methods/sweep/sweep-method.ts';
import { RunControl } from '../methods/training/run-control.ts';
import { ensureModel } from './hub-model.ts';
import { openModel } from './open-model.ts';
import { openTask } from './open-task.ts';
import { say } from './output.ts';
import { readBytes } from './read-bytes.ts';
import { readingSources } from './reading-sources.ts';
import { UnfinishedFile } from './unfinished-file.ts';
import { wordSources } from './word-sources.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export interface SweepChoices {
  /** Experiment files of other sweeps, whose cells are taken over where they are the same. */
  readonly reuse?: readonly string[];
  /** The kinds of cells to compute; null for all. */
  readonly kinds?: readonly string[] | null;
}

/** Cells by their ids, where some are asked for. */
export interface ChosenCells {
  readonly only: ReadonlySet<string>;
}

/** A kill loses at most about this much of what was computed. */
const SAVE_SECONDS = 10;

/** Written aside and then named, so that a kill leaves the old file or the new one. @throws LabError `file` */
export function saveSweep(file: string, record: SweepRecord): void {
  const aside = `${file}.part`;
  try {
    writeFileSync(aside, writeSweepFile(record));
    renameSync(aside, file);
  } catch (cause) {
    throw new LabError(
      {
        code: 'file',
        message: `${file} can’t be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
        remedy: 'Give --out a file in a folder that is there, on a disk with room.',
        where: '--out',
      },
      { cause },
    );
  }
}

/** @throws LabError `file` when it isn't there or is no sweep */
export function openSweep(file: string): SweepRecord {
  if (!existsSync(file))
    throw new LabError({
      code: 'file',
      message: `${file} is not there.`,
      remedy: 'Give an experiment file (.plab) that `lab sweep --out` wrote.',
      where: file,
    });
  return readSweepFile(readBytes(file), file);
}

function clock(seconds: number | null): string {
  if (seconds === null) return 'time left not known yet';
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}

/** What `file` holds with what this run begins with. @throws LabError `argument` where they are two sweeps */
function goneOnWith(earlier: SweepRecord, fresh: SweepRecord, file: string): SweepRecord {
  try {
    return mergeSweeps(experimentOf(fresh.recipe), [earlier, fresh], [file, 'This run']);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    throw new LabError(
      {
        code: 'argument',
        message: cause.message,
        remedy: `Give --out another file, or ask for what ${file} was begun with.`,
        where: '--out',
      },
      { cause },
    );
  }
}

/**
 * @param chosen a part, or some cells; null for all
 * @param out an experiment file; where it holds a part of the same sweep, its cells are not computed again
 * @returns the record; cells that failed are in it with their error
 * @throws LabError what is wrong with the recipe, the files or the engine
 */
export async function runSweepHere(
  sweep: SweepRecipe,
  chosen: Shard | ChosenCells | null,
  out: string | null,
  madeBy: string,
  { reuse = [], kinds = null }: SweepChoices = {},
): Promise<SweepRecord> {
  const engines = new Made<Engine>();
  const engine = (plm: string): Promise<Engine> => engines.get(plm, () => createNodeEngine(sweep.engine));
  const method = sweepMethodOf(sweep);
  const { experiment } = method;
  const world = method.world(sweep, {
    plm: async (name) => {
      await ensureModel(name);
      return openModel(name);
    },
    task: openTask,
    engine,
    words: wordSources,
    reading: readingSources,
  });
  const begun = await beginRecord(world, { madeBy, startedAt: new Date().toISOString() });
  const all = cellsOf(experiment, begun);
  const part =
    chosen === null
      ? all
      : 'only' in chosen
        ? all.filter((cell) => chosen.only.has(idOf(experiment, cell)))
        : shardOf(experiment, all, sweep, chosen.index, chosen.count);
  const cells = part.filter(({ kind }) => kinds?.includes(kind) ?? true);
  const others = reuse.map(openSweep).filter(({ recipe }) => experimentOf(recipe) === experiment);
  const fresh: SweepRecord = {
    ...begun,
    parts: [...others.flatMap(({ parts }) => parts), ...begun.parts],
    cells: Object.assign({}, ...others.map((other) => reusedCells(experiment, begun, other))) as CellResults,
  };
  const earlier = out !== null && existsSync(out) ? openSweep(out) : null;
  let record = earlier === null ? fresh : goneOnWith(earlier, fresh, out ?? '');
  // A file that can't be written is found now and not after hours.
  if (out !== null) saveSweep(out, record);
  const bar = new SingleBar({
    format: '{bar} {value}/{total} cells, {left}: {doing}',
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
  });
  bar.start(cells.length, 0, { left: clock(null), doing: '' });
  let saved = -Infinity;
  const unfinished = new UnfinishedFile(out);
  try {
    await runSweep({
      method,
      world,
      cells,
      known: record.cells,
      control: new RunControl(),
      unfinished: unfinished.cells,
      onCell(id, result) {
        record = { ...record, cells: { ...record.cells, [id]: result } };
        if (isFailed(result)) say(`\n${id}: ${result.error.message}`);
        if (out !== null && performance.now() - saved > 1000 * SAVE_SECONDS) {
          saveSweep(out, record);
          saved = performance.now();
          unfinished.forget();
        }
        return Promise.resolve();
      },
      onProgress({ doing, done, total, cellsDone, secondsLeft }) {
        bar.update(cellsDone, {
          left: clock(secondsLeft),
          doing: `${doing} ${String(done)}/${String(total)}`,
        });
      },
    });
    bar.update(cells.length, { left: 'done', doing: '' });
  } finally {
    bar.stop();
    if (out !== null) saveSweep(out, record);
    for (const made of await engines.takeAll()) await made.release();
  }
  // In the order of the sweep, so that the file does not depend on when it was interrupted.
  const ordered = mergeSweeps(experiment, [record], [out ?? 'this run']);
  if (out !== null) saveSweep(out, ordered);
  if (cells.every((cell) => Object.hasOwn(ordered.cells, idOf(experiment, cell)))) unfinished.forget();
  return ordered;
}
