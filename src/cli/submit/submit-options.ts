/** Options of `lab submit` → what the files are written from. */
import { basename, join, resolve } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { experimentOf } from '../../experiment/experiments.ts';
import { missingShards } from '../../experiment/sweep/missing-shards.ts';
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { projectFolder } from '../open-model.ts';
import { choiceOption, numberOption } from '../output.ts';
import type { KubernetesPlan } from './kubernetes-files.ts';
import { shellQuote } from './shell-quote.ts';
import type { SlurmPlan } from './slurm-files.ts';
import { jobName, MOST_SHARDS, type SubmitPlan } from './submit-plan.ts';
import { recipeText } from './sweep-folder.ts';

export interface SubmitOptions {
  readonly to: string;
  readonly shards: string;
  readonly out?: string;
  readonly only?: string;
  readonly atOnce?: string;
  readonly cpus: string;
  readonly memory: string;
  readonly hours: string;
  readonly sbatch: readonly string[];
  readonly image: string;
  readonly storage: string;
  readonly now?: boolean;
  readonly json?: boolean;
}

const SCHEDULERS = ['slurm', 'kubernetes'] as const;

export type Scheduler = (typeof SCHEDULERS)[number];

/** @throws LabError `argument` for one that isn't known, and for --now where there is nothing to hand it to */
export function schedulerOption({ to, now }: SubmitOptions): Scheduler {
  const scheduler = choiceOption('--to', to, SCHEDULERS);
  if (now !== true || scheduler === 'slurm') return scheduler;
  throw new LabError({
    code: 'argument',
    message: '--now hands a sweep to Slurm alone.',
    remedy: 'Leave it out, and run submit.sh in the folder that is written.',
    where: '--now',
  });
}

/** Absolute. */
export const folderOption = (recipe: string, { out }: SubmitOptions): string =>
  resolve(out ?? `${recipe.replace(/\.(json|plab)$/, '')}-shards`);

/** `3,7` as numbers. @throws LabError `argument` */
function onlyOption(text: string, shards: number): readonly number[] {
  const numbers = text.split(',').map((part) => numberOption('--only', part, 1, shards));
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

/** @throws LabError `argument` for what would end or change the line that it stands in */
function sbatchOption(option: string): string {
  if (/^--?[\w-]/.test(option) && !/[\n\r\0]/.test(option)) return option;
  throw new LabError({
    code: 'argument',
    message: `“${option}” is no option of sbatch.`,
    remedy: 'Give each option of its own, such as --sbatch=--partition=gpu --sbatch=--account=lab.',
    where: '--sbatch',
  });
}

/** The command without `--only`, from anywhere. */
function againCommand(recipe: string, folder: string, options: SubmitOptions): string {
  const { to, shards, atOnce, cpus, memory, hours, sbatch, image, storage, now } = options;
  const slurm = [...sbatch.map((option) => `--sbatch=${option}`), ...(now === true ? ['--now'] : [])];
  const words = [
    ...[recipe, '--to', to, '--shards', shards, '--out', folder],
    ...(atOnce === undefined ? [] : ['--at-once', atOnce]),
    ...['--cpus', cpus, '--memory', memory, '--hours', hours],
    ...(to === 'slurm' ? slurm : ['--image', image, '--storage', storage]),
  ];
  return `npm run -s lab -- submit ${words.map(shellQuote).join(' ')}`;
}

/**
 * @param file the recipe as it was given
 * @param parts what shards have left already: complete ones aren't run again
 * @throws LabError `argument` naming the option
 */
function planOf(file: string, options: SubmitOptions, parts: readonly SweepRecord[]): SubmitPlan {
  const folder = folderOption(file, options);
  const shards = numberOption('--shards', options.shards, 1, MOST_SHARDS);
  const all = Array.from({ length: shards }, (_, index) => index + 1);
  const [first] = parts;
  const missing = parts.length === 0 ? all : missingShards(experimentOf(first.recipe), parts, shards);
  return {
    name: jobName(basename(folder)),
    folder,
    shards,
    only: options.only === undefined ? missing : onlyOption(options.only, shards),
    atOnce: options.atOnce === undefined ? null : numberOption('--at-once', options.atOnce, 1, MOST_SHARDS),
    cpus: numberOption('--cpus', options.cpus, 1, 1024),
    memoryGigabytes: numberOption('--memory', options.memory, 1, 4096),
    hours: numberOption('--hours', options.hours, 1, 24 * 365),
    again: againCommand(resolve(file), folder, options),
  };
}

/** @throws LabError as `planOf` */
export const slurmPlan = (
  file: string,
  options: SubmitOptions,
  parts: readonly SweepRecord[],
): SlurmPlan => ({
  ...planOf(file, options, parts),
  here: process.cwd(),
  lab: [process.execPath, join(projectFolder, 'scripts', 'lab.mjs')],
  sbatch: options.sbatch.map(sbatchOption),
});

/** @throws LabError as `planOf` */
export const kubernetesPlan = (
  file: string,
  options: SubmitOptions,
  recipe: SweepRecipe,
): KubernetesPlan => ({
  // The parts lie on the cluster's claim, where this machine doesn't see them; those that are complete end at once.
  ...planOf(file, options, []),
  image: options.image,
  storageGigabytes: numberOption('--storage', options.storage, 1, 100_000),
  recipe: recipeText(recipe),
});
