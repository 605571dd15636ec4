/** `lab verbalize`: a verbalizer from one word a class to refined words, on a frozen PLM, and what each step adds. */
import type { Command } from 'commander';
import { isFailed } from '../experiment/sweep/sweep-record.ts';
import { HANDLINGS } from '../experiment/verbalizer/chain/word-values.ts';
import { EXPANSION_SOURCES } from '../experiment/verbalizer/expansion.ts';
import { VARIANTS } from '../experiment/verbalizer/variants.ts';
import { printJson, runCommand } from './output.ts';
import { sayReport } from './reports/index.ts';
import { runSweepHere } from './sweep-run.ts';
import { checkSweepFile } from './sweep-summary.ts';
import { verbalizeFrom, type VerbalizeOptions } from './verbalize-options.ts';

export function addVerbalize(program: Command): void {
  program
    .command('verbalize')
    .description('label words by the hundred: expanded, refined, calibrated, on a frozen PLM')
    .requiredOption(
      '--plm <name>',
      'a shipped PLM or a folder with model.onnx, tokenizer.json and config.json',
    )
    .requiredOption('--task <list>', 'a task, or several separated by commas: shipped names or folders')
    .option('--templates <list>', 'templates separated by ;; (those of the paper where a task has them)')
    .option('--preset <name>', 'label words that ship with the lab')
    .option('--expand <sources>', `label words expanded from ${EXPANSION_SOURCES.join(', ')}`)
    .option(
      '--label-words-file <file>',
      'label words in a file of OpenPrompt’s kind (.txt, .csv, .json, .jsonl)',
    )
    .option('--label-words-number <n>', 'which verbalizer of the file, from 0', '0')
    .option('--seeds <list>', 'seeds of support sets and labelled rows (144,145,146)')
    .option('--support <n>', 'unlabelled training rows that calibration and refinement take (200)')
    .option('--support-rows <file>', 'numbers of those rows, from 0, in place of drawn ones')
    .option('--support-sizes <list>', 'sizes of support sets to compare, such as 0,25,50,100,200,300')
    .option('--frequency-cut <x>', 'share of the vocabulary that counts as rare (0.5; sentiment 0)')
    .option('--handling <rule>', `what a word of several tokens counts by: ${HANDLINGS.join(', ')}`)
    .option('--one-token', 'leave out words of several tokens (so without --handling)')
    .option('--variants <list>', VARIANTS.join(', '))
    .option('--shots <list>', 'labelled rows a class, such as 0,1,5,10,20', '0')
    .option(
      '--learn <what>',
      'from these rows: none, weights, prompt, both, soft-rows (weights, where nothing else learns)',
    )
    .option('--baselines <list>', 'soft, auto: what labelled rows make without a list of words')
    .option('--test-rows <n>', 'first test rows used, or all (500)')
    .option('--max-length <n>', 'text tokens (64)')
    .option('--show <template>', 'keep the word logits of this template, from 0, for the page')
    .option('--predictions', 'print the class scores of every row too')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option('--out <file>', 'the experiment file (.plab); one that is there is gone on with')
    .option('--print-recipe', 'the recipe for `lab sweep` on stdout, and nothing else')
    .option('--json', 'one JSON object on stdout')
    .action((options: VerbalizeOptions) => runCommand(options.json === true, () => verbalize(options)));
}

async function verbalize(options: VerbalizeOptions): Promise<boolean> {
  const sweep = await verbalizeFrom(options);
  if (options.printRecipe === true) {
    printJson(sweep);
    return true;
  }
  if (options.out !== undefined) checkSweepFile(options.out);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const record = await runSweepHere(sweep, null, options.out ?? null, command);
  sayReport(record, {}, options.json === true);
  return Object.values(record.cells).every((result) => !isFailed(result));
}
