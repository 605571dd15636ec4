/** `lab grow`: a prompt that is trained while its PLM grows, beside partners of equal cost. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { COST } from '../experiment/progressive/cells/cost.ts';
import type { GivenStart } from '../experiment/progressive/growth-recipe.ts';
import { isFailed } from '../experiment/sweep/sweep-record.ts';
import { ensureModel } from './hub-model.ts';
import { growthFrom, stepsAsked, type GrowOptions } from './grow-options.ts';
import { openModel } from './open-model.ts';
import { openTask } from './open-task.ts';
import { askedByFiles } from './openprompt-options.ts';
import { printJson, runCommand } from './output.ts';
import { openPrompt } from './prompt-file.ts';
import { sayReport } from './reports/index.ts';
import { runSweepHere } from './sweep-run.ts';
import { checkSweepFile } from './sweep-summary.ts';
import { recipeFrom } from './train-options.ts';
import { addTrainingOptions } from './training-options.ts';
import { list } from './transfer-options.ts';

export function addGrow(program: Command): void {
  const command = program
    .command('grow')
    .description('train a prompt while its PLM grows, beside runs of equal cost on the whole PLM')
    .requiredOption(
      '--plm <name>',
      'a shipped PLM or a folder with model.onnx, tokenizer.json and config.json',
    )
    .requiredOption(
      '--task <name>',
      'a shipped task or a folder with task.json, train.jsonl, dev.jsonl and test.jsonl',
    );
  addTrainingOptions(command)
    .option('--reduce <what>', 'what is made smaller: depth, width or both (both)')
    .option('--stages <list>', 'steps:layers×neurons of each stage, such as "120:2x192,480:6x768"')
    .option('--shares <list>', 'share of the PLM in each stage (0.25,0.5,0.75,1)')
    .option('--spent <list>', 'share of the steps in each stage (0.2,0.2,0.2,0.4)')
    .option('--select-layers <how>', 'evenly or first', 'evenly')
    .option('--select-neurons <how>', 'activation, or the controls random and inverse', 'activation')
    .option('--score-rows <n>', 'training rows by which neurons are scored', '1000')
    .option('--grow <when>', 'fixed, or plateau: as soon as the loss stops to fall', 'fixed')
    .option('--plateau-epsilon <x>', 'least fall of the loss over the window', '0.01')
    .option('--plateau-window <n>', 'steps of the window', '20')
    .option('--decoder', 'an encoder-decoder’s decoder grows along')
    .option('--compare <list>', 'partners on the whole PLM: full, flops, seconds', 'full,flops,seconds')
    .option('--similarity', 'train on every part alone too, from the same and from other starts, and compare')
    .option('--grid', 'read the growing runs’ prompts by parts of every depth and width')
    .option('--start-from <file>', 'all runs start from the prompt in a file')
    .option('--dev-rows <n>', 'first dev rows used to choose the best step (all)')
    .option('--test-rows <n>', 'first test rows used (all)')
    .option('--seeds <list>', 'seeds separated by commas', '1')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option(
      '--reuse <files>',
      'sweeps of the same stages (.plab, separated by commas): what they have is not computed again',
    )
    .option('--out <file>', 'the experiment file (.plab); one that is there is gone on with')
    .option('--predict', 'count what the stages cost, and train nothing')
    .option('--print-recipe', 'the recipe for `lab sweep` on stdout, and nothing else')
    .option('--json', 'one JSON object on stdout')
    .action((options: GrowOptions) => runCommand(options.json === true, () => grow(options)));
}

async function startOf(file: string | undefined): Promise<GivenStart | null> {
  if (file === undefined) return null;
  const { prompt } = await openPrompt(file, null);
  const { length, width, values } = prompt;
  return { name: basename(file), length, width, values: Array.from(values) };
}

async function grow(options: GrowOptions): Promise<boolean> {
  await ensureModel(options.plm);
  const task = await openTask(options.task);
  const { tokenizer } = openModel(options.plm);
  const files = await askedByFiles(options, task.labels, tokenizer);
  const start = await startOf(options.startFrom);
  const steps = stepsAsked(options);
  const asked = {
    ...options,
    method: 'prompt',
    ...(steps === undefined ? {} : { steps }),
    ...(start === null || options.promptLength !== undefined ? {} : { promptLength: String(start.length) }),
  };
  const sweep = growthFrom(asked, recipeFrom(asked, task, options.plm, files), start);
  if (options.printRecipe === true) {
    printJson(sweep);
    return true;
  }
  if (options.out !== undefined) checkSweepFile(options.out);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const record = await runSweepHere(sweep, null, options.out ?? null, command, {
    reuse: list(options.reuse ?? ''),
    ...(options.predict === true ? { kinds: [COST.kind] } : {}),
  });
  sayReport(record, {}, options.json === true);
  return Object.values(record.cells).every((result) => !isFailed(result));
}
