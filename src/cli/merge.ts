/** `lab merge`: parts of a sweep, or sweeps of many people, as one. */
import type { Command } from 'commander';
import { LabError } from '../errors/lab-error.ts';
import { experimentOf } from '../experiment/experiments.ts';
import type { RefusedFile, SweepFile } from '../experiment/sweep/fitting-files.ts';
import { gatheredText } from '../experiment/sweep/gathered-words.ts';
import { gatherSweeps } from '../experiment/sweep/gather-sweeps.ts';
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

/** The files that can be read, and the others with their reasons. @throws LabError of the first, where none can */
function openFiles(files: readonly string[]): {
  readonly read: readonly SweepFile[];
  readonly refused: readonly RefusedFile[];
} {
  const read: SweepFile[] = [];
  const errors: LabError[] = [];
  for (const name of files) {
    try {
      read.push({ name, record: openSweep(name) });
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown;
      errors.push(thrown);
    }
  }
  const [first] = errors;
  // With one file left there is nothing to merge.
  if (errors.length > 0 && read.length < 2) throw first;
  return {
    read,
    refused: errors.map(({ where, message }) => ({ file: where ?? '', reason: message.replace(/\.$/, '') })),
  };
}

async function mergeCommand(files: readonly string[], options: MergeOptions): Promise<boolean> {
  const { out, again } = options;
  checkSweepFile(out);
  const shards =
    options.shards === undefined ? null : numberOption('--shards', options.shards, 1, MOST_SHARDS);
  const { read, refused: unreadable } = openFiles(files);
  const gathered = await gatherSweeps(read, experimentOf);
  const { record, contributions, duplicates, disagreements } = gathered;
  const refused = [...unreadable, ...gathered.refused];
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
  for (const line of gatheredText({ ...gathered, refused })) say(line);
  saySummary(summary);
  if (missing.length > 0) say(`Not complete: ${missing.join(', ')} of ${String(shards)} shards.`);
  if (command !== null) say(`Run them again, and the merge after them:\n    ${command}`);
  return summary.failed.length === 0 && refused.length === 0 && missing.length === 0;
}
