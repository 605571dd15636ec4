/** `lab transfer`: a whole transfer sweep from options, and what it says. */
import type { Command } from 'commander';
import { isFailed } from '../experiment/sweep/sweep-record.ts';
import { DEFAULT_MASKING } from '../experiment/transfer/default-masking.ts';
import { PROJECTORS } from '../experiment/transfer/sweep-recipe.ts';
import { printJson, runCommand } from './output.ts';
import { sayReport } from './reports/index.ts';
import { runSweepHere } from './sweep-run.ts';
import { checkSweepFile } from './sweep-summary.ts';
import { list, sweepFrom, type TransferOptions } from './transfer-options.ts';

export function addTransfer(program: Command): void {
  program
    .command('transfer')
    .description('train a prompt a task, score every prompt on every task, and say what predicts transfer')
    .requiredOption(
      '--plm <name>',
      'a shipped PLM or a folder with model.onnx, tokenizer.json and config.json',
    )
    .requiredOption('--tasks <list>', 'tasks separated by commas: shipped names or task folders')
    .option('--seeds <list>', 'seeds separated by commas', '1')
    .option('--steps <n>', 'optimiser steps a prompt (600)')
    .option('--eval-every <n>', 'steps between dev evaluations: the resolution of speed-ups (100)')
    .option('--lr <x>', 'learning rate (0.03)')
    .option('--batch <n>', 'rows a step (16)')
    .option('--prompt-length <n>', 'virtual tokens (20)')
    .option('--max-length <n>', 'text tokens (64)')
    .option('--template <text>', 'one template for all tasks, such as "{a} : [MASK]" (each task’s own)')
    .option('--starts <list>', 'shared (one initial prompt for all tasks), own, or both', 'shared')
    .option('--dev-rows <n>', 'first dev rows used to choose the best step (all)')
    .option('--test-rows <n>', 'first test rows used (all)')
    .option('--random-prompts <n>', 'untrained prompts a seed', '5')
    .option('--initialise <pairs>', 'source>target pairs: train the target from the source’s prompt')
    .option('--init-examples <n>', 'training rows of such a run, drawn by the seed, or all', '32')
    .option(
      '--init-looks <list>',
      'steps after which dev is looked at, 0 for before the first; none trains and looks as for the sweep’s prompts',
      '0,2,4,8,16,32',
    )
    .option('--init-dev-rows <n>', 'first dev rows of a look', '250')
    .option(
      '--mask <tasks>',
      'tasks whose prompts’ neurons are switched off; where training gains nothing there is nothing to lose',
    )
    .option('--mask-shares <list>', 'shares of all neurons', DEFAULT_MASKING.shares.join(','))
    .option('--mask-ranking <kind>', 'signed or absolute activation', 'signed')
    .option('--mask-budget <kind>', 'all-layers or each-layer', 'all-layers')
    .option('--mask-rows <n>', 'first test rows used', String(DEFAULT_MASKING.rows))
    .option('--random-masks <n>', 'random masks a share and seed', String(DEFAULT_MASKING.randomMasks))
    .option('--recommend <n>', 'take each task for a new one with n training rows, and recommend a prompt')
    .option('--recommend-steps <n>', 'steps of the short prompt that is compared', '40')
    .option('--recommend-probe <n>', 'steps from each prompt of the bank', '10')
    .option('--project-to <plm>', 'another PLM, to which prompts are projected')
    .option('--projectors <list>', PROJECTORS.join(', '), 'per-token,least-squares,procrustes')
    .option('--objectives <list>', 'distance, task, both', 'task')
    .option(
      '--project-initialise <tasks>',
      'tasks that are trained on the other PLM from their projected prompt',
    )
    .option('--held-out <tasks>', 'tasks that no projector is trained on')
    .option('--projector-steps <n>', 'optimiser steps a projector', '200')
    .option('--projector-lr <x>', 'learning rate of projectors', '0.005')
    .option('--projector-hidden <n>', 'rank or hidden width', '32')
    .option(
      '--arithmetic <tasks>',
      'tasks whose vectors (prompt − start) are scaled and put on another start',
    )
    .option('--arithmetic-scales <list>', 'what they are scaled by', '0.5,1,1.5')
    .option('--arithmetic-sums <sums>', 'a+b pairs: vectors of two tasks added, scored on both')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option(
      '--reuse <files>',
      'sweeps of the same prompts (.plab, separated by commas): what they have is not computed again',
    )
    .option('--out <file>', 'the experiment file (.plab); one that is there is gone on with')
    .option('--print-recipe', 'the recipe for `lab sweep` on stdout, and nothing else')
    .option('--json', 'one JSON object on stdout')
    .action((options: TransferOptions) => runCommand(options.json === true, () => transfer(options)));
}

async function transfer(options: TransferOptions): Promise<boolean> {
  const sweep = sweepFrom(options);
  if (options.printRecipe === true) {
    printJson(sweep);
    return true;
  }
  if (options.out !== undefined) checkSweepFile(options.out);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const reuse = list(options.reuse ?? '');
  const record = await runSweepHere(sweep, null, options.out ?? null, command, { reuse });
  sayReport(record, {}, options.json === true);
  return Object.values(record.cells).every((result) => !isFailed(result));
}
