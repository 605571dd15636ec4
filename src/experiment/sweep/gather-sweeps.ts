/** A class becomes one matrix: many people's files as one sweep, with who trained what. */
import { LabError } from '../../errors/lab-error.ts';
import { kindOf } from './cell-kind.ts';
import type { Experiment } from './experiment.ts';
import { fittingFiles, type RefusedFile, type SweepFile } from './fitting-files.ts';
import { cellsOf } from './list-cells.ts';
import { beganAt, mergeSweeps, nothingToMerge } from './merge-sweeps.ts';
import { resultHash } from './result-hash.ts';
import { timeless } from './result-text.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';
import { asPartOf, wholeOf } from './whole-sweep.ts';

/** Cells of this kind train a prompt, in every experiment that trains any. */
const TRAINING = 'train';

export interface TrainedTask {
  readonly task: string;
  readonly seed: number;
}

/** What one file gave. */
export interface Contribution {
  readonly file: string;
  /** Cells that it has computed. */
  readonly cells: number;
  readonly trained: readonly TrainedTask[];
}

export interface DuplicateFile {
  readonly file: string;
  /** The file that has the same results. */
  readonly of: string;
}

export interface GatheredSweep {
  readonly record: SweepRecord;
  readonly contributions: readonly Contribution[];
  readonly duplicates: readonly DuplicateFile[];
  readonly refused: readonly RefusedFile[];
  /** Ids of cells that several files computed with different results; the file that began first counts. */
  readonly disagreements: readonly string[];
}

async function withoutDuplicates(
  files: readonly SweepFile[],
): Promise<{ readonly own: readonly SweepFile[]; readonly duplicates: readonly DuplicateFile[] }> {
  const first = new Map<string, string>();
  const own: SweepFile[] = [];
  const duplicates: DuplicateFile[] = [];
  for (const file of files) {
    const hash = await resultHash(file.record);
    const of = hash === null ? undefined : first.get(hash);
    if (of !== undefined) {
      duplicates.push({ file: file.name, of });
      continue;
    }
    if (hash !== null) first.set(hash, file.name);
    own.push(file);
  }
  return { own, duplicates };
}

function contribution(experiment: Experiment, { name, record }: SweepFile): Contribution {
  const computed = cellsOf(experiment, record).filter((cell) => {
    const id = kindOf(experiment.cells, cell).id(cell);
    return Object.hasOwn(record.cells, id) && !isFailed(record.cells[id]);
  });
  const trained = new Map<string, TrainedTask>();
  for (const cell of computed.filter(({ kind }) => kind === TRAINING))
    for (const task of kindOf(experiment.cells, cell).tasks(cell))
      trained.set(`${task} ${String(cell.seed)}`, { task, seed: cell.seed });
  return { file: name, cells: computed.length, trained: [...trained.values()] };
}

/** What is known of a result apart from how long it took. */
const content = (result: object): string => JSON.stringify(timeless(result));

function disagreementsOf(parts: readonly SweepRecord[], whole: SweepRecord): readonly string[] {
  return Object.entries(whole.cells)
    .filter(([id, chosen]) => {
      if (isFailed(chosen)) return false;
      const others = parts.flatMap(({ cells }) => (Object.hasOwn(cells, id) ? [cells[id]] : []));
      const computed = others.filter((result) => !isFailed(result) && result !== chosen);
      return computed.length > 0 && computed.some((result) => content(result) !== content(chosen));
    })
    .map(([id]) => id);
}

/**
 * Joins files in any order. They may be parts of one sweep or sweeps of their own that differ in tasks and seeds; the whole
 * has all of these, and cells that nobody computed are missing in it. A file that doesn't fit is named and left out.
 * @param experimentOf the experiment of a recipe
 * @throws LabError `argument` for no file; `file` where no two files fit together; `recipe` where the whole is too large
 */
export async function gatherSweeps(
  files: readonly SweepFile[],
  experimentOf: (recipe: unknown) => Experiment,
): Promise<GatheredSweep> {
  if (files.length === 0) throw nothingToMerge();
  const byStart = files.toSorted(
    (a, b) => beganAt(a.record).localeCompare(beganAt(b.record)) || (a.name < b.name ? -1 : 1),
  );
  const { own, duplicates } = await withoutDuplicates(byStart);
  const { fitting, refused } = fittingFiles(own, experimentOf);
  const odd = refused.at(0);
  if (odd !== undefined && fitting.length + duplicates.length < 2)
    throw new LabError({
      code: 'file',
      message: `${odd.file} can’t be joined: ${odd.reason}.`,
      remedy: 'Merge files that were made with the same settings, PLM and rows; tasks and seeds may differ.',
      where: odd.file,
    });
  const [first] = fitting;
  const experiment = experimentOf(first.record.recipe);
  const whole = wholeOf(
    experiment,
    fitting.map(({ record }) => record),
  );
  const parts = fitting.map(({ record }) => asPartOf(experiment, whole, record));
  const merged = mergeSweeps(
    experiment,
    parts,
    fitting.map(({ name }) => name),
  );
  return {
    record: merged,
    contributions: fitting.map((file) => contribution(experiment, file)),
    duplicates,
    refused,
    disagreements: disagreementsOf(parts, merged),
  };
}
