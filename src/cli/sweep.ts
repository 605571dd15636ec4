/** `lab sweep` and `lab merge`: a sweep, or a part of it on this machine, and the parts joined. */
import type { Command } from 'commander';
import { LabError } from '../errors/lab-error.ts';
import { experimentOf } from '../experiment/experiments.ts';
import { readSweep } from '../experiment/sweep-recipes.ts';
import { cellsOf } from '../experiment/sweep/list-cells.ts';
import { mergeSweeps } from '../experiment/sweep/merge-sweeps.ts';
import { isFailed, type SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { printJson, runCommand, say } from './output.ts';
import { readBytes } from './read-bytes.ts';
import { openSweep, runSweepHere, saveSweep, type Shard } from './sweep-run.ts';

interface SweepOptions {
  readonly shard?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('compute the cells of a sweep, or a part of them; a file that is there is gone on with')
    .argument('<recipe>', 'a sweep’s recipe (.json), such as `lab transfer --print-recipe` writes')
    .option('--shard <i/n>', 'part i of n; the parts are joined by `lab merge`')
    .requiredOption('--out <file>', 'the experiment file (.plab)')
    .option('--json', 'one JSON object on stdout')
    .action((recipe: string, options: SweepOptions) =>
      runCommand(options.json === true, () => sweepCommand(recipe, options)),
    );
}

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('join the parts of a sweep, in any order, into the file that one run gives')
    .argument('<files...>', 'experiment files (.plab) of one sweep’s parts')
    .requiredOption('--out <file>', 'the experiment file (.plab)')
    .option('--json', 'one JSON object on stdout')
    .action((files: string[], options: SweepOptions) =>
      runCommand(options.json === true, () => Promise.resolve(mergeCommand(files, options))),
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

export function checkSweepFile(out: string): void {
  if (out.endsWith('.plab')) return;
  throw new LabError({
    code: 'argument',
    message: `${out} does not end with .plab.`,
    remedy: 'Give --out the name of an experiment file.',
    where: '--out',
  });
}

/** What is in `record`, for people and for `--json`. @returns whether every cell of it is computed */
function summary(record: SweepRecord, expected: number | null, json: boolean): boolean {
  const results = Object.entries(record.cells);
  const failed = results.filter(([, result]) => isFailed(result)).map(([id]) => id);
  const total = expected ?? cellsOf(experimentOf(record.recipe), record).length;
  const done = results.length - failed.length;
  if (json) printJson({ done, failed, total, parts: record.parts.length });
  say(
    `${String(done)} of ${String(total)} cells computed${failed.length === 0 ? '' : `, ${String(failed.length)} failed`}.`,
  );
  return failed.length === 0;
}

async function sweepCommand(file: string, options: SweepOptions): Promise<boolean> {
  const out = options.out ?? '';
  checkSweepFile(out);
  const recipe = readSweep(new TextDecoder().decode(readBytes(file)), file);
  const shard = options.shard === undefined ? null : shardOption(options.shard);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const record = await runSweepHere(recipe, shard, out, command);
  return summary(record, shard === null ? null : Object.keys(record.cells).length, options.json === true);
}

function mergeCommand(files: readonly string[], options: SweepOptions): boolean {
  const out = options.out ?? '';
  checkSweepFile(out);
  const records = files.map(openSweep);
  const merged = mergeSweeps(experimentOf(records[0].recipe), records, files);
  saveSweep(out, merged);
  return summary(merged, null, options.json === true);
}
