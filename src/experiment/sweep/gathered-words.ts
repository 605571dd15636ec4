/** What joining a class's files came to, in sentences for people. */
import type { Contribution, GatheredSweep, TrainedTask } from './gather-sweeps.ts';

const counted = (count: number, one: string, many: string): string =>
  `${String(count)} ${count === 1 ? one : many}`;

/** `sst2 (seeds 1, 2), subj (seed 1)` */
function trainedText(trained: readonly TrainedTask[]): string {
  const seeds = new Map<string, number[]>();
  for (const { task, seed } of trained) seeds.set(task, [...(seeds.get(task) ?? []), seed]);
  return Array.from(
    seeds,
    ([task, of]) => `${task} (${of.length === 1 ? 'seed' : 'seeds'} ${of.join(', ')})`,
  ).join(', ');
}

export function contributionText({ file, cells, trained }: Contribution): string {
  const what = trained.length === 0 ? 'no prompt' : trainedText(trained);
  return `${file}: trained ${what}; ${counted(cells, 'cell', 'cells')}.`;
}

/** Seeds with the one file that trained with each, where several files did and no two share a seed. */
function seedsOfFiles(contributions: readonly Contribution[]): ReadonlyMap<number, string> | null {
  const owners = new Map<number, string>();
  for (const { file, trained } of contributions)
    for (const { seed } of trained) {
      const owner = owners.get(seed) ?? file;
      if (owner !== file) return null;
      owners.set(seed, owner);
    }
  return new Set(owners.values()).size > 1 ? owners : null;
}

/** One sentence a line: who trained what, then what is worth knowing of the files. */
export function gatheredText(gathered: Omit<GatheredSweep, 'record'>): readonly string[] {
  const { contributions, duplicates, refused, disagreements } = gathered;
  const seeds = seedsOfFiles(contributions);
  return [
    ...contributions.map(contributionText),
    ...(seeds === null
      ? []
      : [
          `Each seed is one file’s, so the spread over seeds is the spread over files: ${Array.from(seeds, ([seed, file]) => `${String(seed)} ${file}`).join(', ')}.`,
        ]),
    ...duplicates.map(({ file, of }) => `${file} has the same results as ${of} and counts once.`),
    ...(disagreements.length === 0
      ? []
      : [
          `${counted(disagreements.length, 'cell was', 'cells were')} computed in several files with different results (${disagreements[0]}${disagreements.length === 1 ? '' : ', …'}); the file that began first counts.`,
        ]),
    ...refused.map(({ file, reason }) => `${file} is left out: ${reason}.`),
  ];
}
