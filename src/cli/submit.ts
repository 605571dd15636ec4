/** `lab submit`: a sweep of any kind on a cluster, as files for its own scheduler. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { SweepRecipe } from '../experiment/sweep/sweep-recipe.ts';
import { printJson, runCommand, say } from './output.ts';
import { handToSlurm } from './submit/hand-in.ts';
import { kubernetesFiles } from './submit/kubernetes-files.ts';
import { shellQuote } from './submit/shell-quote.ts';
import { slurmFiles, SUBMIT_SCRIPT } from './submit/slurm-files.ts';
import {
  folderOption,
  kubernetesPlan,
  schedulerOption,
  slurmPlan,
  type Scheduler,
  type SubmitOptions,
} from './submit/submit-options.ts';
import { ranges, type PlannedFile, type SubmitPlan } from './submit/submit-plan.ts';
import { partsIn, RECIPE_FILE, writeFolder } from './submit/sweep-folder.ts';
import { readSweepRecipe } from './sweep-recipe-file.ts';

const gathered = (option: string, before: readonly string[]): readonly string[] => [...before, option];

export function addSubmit(program: Command): void {
  program
    .command('submit')
    .description('write the files that run a sweep’s shards on a cluster, and merge and report after them')
    .argument('<recipe>', 'a sweep’s recipe (.json), or a sweep (.plab) to take it from')
    .requiredOption('--to <scheduler>', 'slurm or kubernetes')
    .requiredOption('--shards <n>', 'into how many parts the sweep is cut')
    .option(
      '--out <folder>',
      'where files and parts go; on Slurm a folder that all machines see (RECIPE-shards)',
    )
    .option('--only <list>', 'numbers of the shards that are run (on Slurm: those that aren’t complete)')
    .option('--at-once <n>', 'shards at work at the same time (as many as there is room for)')
    .option('--cpus <n>', 'of a shard', '2')
    .option('--memory <n>', 'of a shard, in gigabytes', '4')
    .option('--hours <n>', 'that a shard may take', '24')
    .option(
      '--sbatch <option>',
      'Slurm: a further option of sbatch, such as --sbatch=--partition=gpu; may be repeated',
      gathered,
      [],
    )
    .option('--image <name>', 'Kubernetes: the image made by deploy/Dockerfile', 'prompt-lab:latest')
    .option('--storage <n>', 'Kubernetes: room for the parts, in gigabytes', '10')
    .option('--now', 'Slurm: hand it in at once')
    .option('--json', 'one JSON object on stdout')
    .action((recipe: string, options: SubmitOptions) =>
      runCommand(options.json === true, () => Promise.resolve(submit(recipe, options))),
    );
}

interface Planned {
  readonly plan: SubmitPlan;
  readonly files: readonly PlannedFile[];
}

function planned(scheduler: Scheduler, file: string, options: SubmitOptions, recipe: SweepRecipe): Planned {
  const parts = partsIn(folderOption(file, options), recipe);
  if (scheduler === 'slurm') {
    const plan = slurmPlan(file, options, parts);
    return { plan, files: slurmFiles(plan) };
  }
  const plan = kubernetesPlan(file, options, recipe);
  return { plan, files: kubernetesFiles(plan) };
}

function submit(file: string, options: SubmitOptions): boolean {
  const scheduler = schedulerOption(options);
  const recipe = readSweepRecipe(file);
  const { plan, files } = planned(scheduler, file, options, recipe);
  const { folder } = plan;
  writeFolder(folder, recipe, files);
  const jobs = options.now === true ? handToSlurm(folder) : null;
  const next =
    jobs === null
      ? `${scheduler === 'slurm' ? 'bash' : 'sh'} ${shellQuote(join(folder, SUBMIT_SCRIPT))}`
      : null;
  if (options.json === true)
    printJson({
      to: scheduler,
      folder,
      files: [RECIPE_FILE, ...files.map(({ name }) => name)],
      shards: plan.shards,
      only: plan.only,
      jobs,
      next,
    });
  const which = plan.only.length === 0 ? 'none, all parts are complete' : ranges(plan.only);
  say(`Shards to run: ${which} (of ${String(plan.shards)}). Files are in ${folder}.`);
  if (jobs !== null) say(`Slurm has them: shards ${jobs.shards ?? 'none'}, merge ${jobs.merge}.`);
  if (next !== null) say(`Hand them in by:\n    ${next}`);
  return true;
}
