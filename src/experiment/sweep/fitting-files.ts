/**
 * Which of many files belong to one sweep. Files that differ in tasks and seeds alone do: one student trains sst2, another
 * agnews, a third takes another seed. What all cells share has to be the same, and so have PLMs and rows of one name.
 */
import type { Experiment } from './experiment.ts';
import { isSameTask } from './join-tasks.ts';
import { differing } from './merge-sweeps.ts';
import { canonical } from './same.ts';
import type { SweepRecipe } from './sweep-recipe.ts';
import type { SweepRecord, SweptTask } from './sweep-record.ts';

export interface SweepFile {
  readonly name: string;
  readonly record: SweepRecord;
}

/** A file that is left out, and why. */
export interface RefusedFile {
  readonly file: string;
  readonly reason: string;
}

export interface FittingFiles {
  readonly fitting: readonly SweepFile[];
  readonly refused: readonly RefusedFile[];
}

/** In which files of one sweep may differ. */
const OWN: ReadonlySet<string> = new Set(['tasks', 'seeds'] satisfies (keyof SweepRecipe)[]);

/** What every file of one sweep has in common. */
function shared(recipe: SweepRecipe): object {
  return Object.fromEntries(Object.entries(recipe).filter(([field]) => !OWN.has(field)));
}

/** Groups of `items` with the same key, the largest first; of groups of one size the one that begins first. */
function grouped<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** PLMs that the recipe names come in its order; a projector's other PLM is a field that files share. */
const groupKey =
  (experimentOf: (recipe: unknown) => Experiment) =>
  ({ record: { recipe, plms } }: SweepFile): string =>
    canonical([experimentOf(recipe).kind, shared(recipe), plms]);

function otherSweep({ record }: SweepFile, most: SweepFile): string {
  const fields = differing(shared(record.recipe), shared(most.record.recipe));
  if (fields !== '') return `it is of another sweep than ${most.name}: ${fields} differ`;
  return `it was made with other PLMs than ${most.name}, under the same names`;
}

/** By the name of a task, the version that most files have. */
function usualTasks(files: readonly SweepFile[]): ReadonlyMap<string, SweptTask> {
  const all = files.flatMap(({ record }) => record.tasks);
  const names = [...new Set(all.map(({ name }) => name))];
  return new Map(
    names.flatMap((name) => {
      const versions = grouped(
        all.filter((task) => task.name === name),
        ({ sha256, family, labels, truth }) => canonical([sha256, family, labels, truth]),
      );
      const usual = versions.at(0)?.at(0);
      return usual === undefined ? [] : [[name, usual] as const];
    }),
  );
}

/**
 * The largest set of files that fit together, and the others with their reasons.
 * @param files in the order in which they count where as many say one thing as another
 */
export function fittingFiles(
  files: readonly SweepFile[],
  experimentOf: (recipe: unknown) => Experiment,
): FittingFiles {
  const [most = [], ...others] = grouped(files, groupKey(experimentOf));
  const usual = usualTasks(most);
  const fitting: SweepFile[] = [];
  const refused: RefusedFile[] = [];
  for (const file of most) {
    const odd = file.record.tasks.filter((task) => {
      const other = usual.get(task.name);
      return other !== undefined && !isSameTask(task, other);
    });
    if (odd.length === 0) fitting.push(file);
    else
      refused.push({
        file: file.name,
        reason: `it was made with other rows of ${odd.map(({ name }) => name).join(', ')} than most`,
      });
  }
  return {
    fitting,
    refused: [
      ...refused,
      ...others.flat().map((file) => ({ file: file.name, reason: otherSweep(file, most[0]) })),
    ],
  };
}
