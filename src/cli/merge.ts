/** `lab merge`: parts of a sweep, or sweeps of many people, as one. */
import type { Command } from 'commander';
import { gatherFiles } from '../data/gather-files.ts';
import { experimentOf } from '../experiment/experiments.ts';
import { gatheredText } from '../experiment/sweep/gathered-words.ts';
import { missingShards } from '../experiment/sweep/missing-shards.ts';
import { numberOption, runCommand, say, printJson } from './output.ts';
import { MOST_SHARDS } from './submit/submit-plan.ts';
import { checkSweepFile, saySummary, summaryOf } from './sweep-summary.ts';
import { openSweep, saveSweep } from './sweep-run.ts';

interface MergeOptions {
  readonly out: string;
  readonly shards?: string;
  readonly again?: string;
  readonly json?: boolean;
}

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description(
      'join the parts of a sweep, or sweeps with other tasks and seeds, in any order, into one file',
    )
    .argument('<files...>', 'experiment files (.plab)')
    .requiredOption('--out <file>', 'the experiment file (.plab)')
    .option('--shards <n>', 'into how many parts the sweep was cut: names those that aren’t complete')
    .option('--again <command>', 'what is printed before --only and their numbers')
    .option('--json', 'one JSON object on stdout')
    .action((files: string[], options: MergeOptions) =>
      runCommand(options.json === true, () => mergeCommand(files, options)),
    );
}

async function mergeCommand(files: readonly string[], options: MergeOptions): Promise<boolean> {
  const { out, again } = options;
  checkSweepFile(out);
  const shards =
    options.shards === undefined ? null : numberOption('--shards', options.shards, 1, MOST_SHARDS);
  const gathered = await gatherFiles(files, (index) => openSweep(files[index]));
  const { record, contributions, duplicates, refused, disagreements } = gathered;
  saveSweep(out, record);
  const summary = summaryOf(record, null);
  const missing = shards === null ? [] : missingShards(experimentOf(record.recipe), [record], shards);
  const command = missing.length === 0 || again === undefined ? null : `${again} --only ${missing.join(',')}`;
  if (options.json === true)
    printJson({
      ...summary,
      contributions,
      duplicates,
      refused,
      disagreements,
      ...(shards !== null && { missingShards: missing, again: command }),
    });
  for (const line of gatheredText(gathered)) say(line);
  saySummary(summary);
  if (missing.length > 0) say(`Not complete: ${missing.join(', ')} of ${String(shards)} shards.`);
  if (command !== null) say(`Run them again, and the merge after them:\n    ${command}`);
  return summary.failed.length === 0 && refused.length === 0 && missing.length === 0;
}
