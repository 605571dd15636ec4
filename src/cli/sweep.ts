/** `lab sweep`: a sweep, or a part of it, on this machine. */
import type { Command } from 'commander';
import { LabError } from '../errors/lab-error.ts';
import { printJson, runCommand } from './output.ts';
import { readSweepRecipe } from './sweep-recipe-file.ts';
import { runSweepHere, type Shard } from './sweep-run.ts';
import { checkSweepFile, saySummary, summaryOf } from './sweep-summary.ts';

interface SweepOptions {
  readonly shard?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('compute the cells of a sweep, or a part of them; a file that is there is gone on with')
    .argument(
      '<recipe>',
      'a sweep’s recipe (.json), such as `lab transfer --print-recipe` writes, or a sweep (.plab) to take it from',
    )
    .option('--shard <i/n>', 'part i of n; the parts are joined by `lab merge`')
    .requiredOption('--out <file>', 'the experiment file (.plab)')
    .option('--json', 'one JSON object on stdout')
    .action((recipe: string, options: SweepOptions) =>
      runCommand(options.json === true, () => sweepCommand(recipe, options)),
    );
}

/** `2/8` as part 2 of 8. @throws LabError `argument` */
function shardOption(text: string): Shard {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new LabError({
    code: 'argument',
    message: `“${text}” is no part i/n with i from 1 to n.`,
    remedy: 'Give --shard such as 1/4, 2/4, 3/4 and 4/4 on four machines.',
    where: '--shard',
  });
}

async function sweepCommand(file: string, options: SweepOptions): Promise<boolean> {
  const out = options.out ?? '';
  checkSweepFile(out);
  const recipe = readSweepRecipe(file);
  const shard = options.shard === undefined ? null : shardOption(options.shard);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const record = await runSweepHere(recipe, shard, out, command);
  const summary = summaryOf(record, shard === null ? null : Object.keys(record.cells).length);
  if (options.json === true) printJson(summary);
  saySummary(summary);
  return summary.failed.length === 0;
}
