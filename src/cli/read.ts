/** `lab read`: trains readers with parts left out in turn, and tells which can chain passages. */
import type { Command } from 'commander';
import { readOwnQuestions } from '../data/reading/import/own-questions.ts';
import { createNodeEngine } from '../engine/node-engine.ts';
import { READER_MODES } from '../experiment/reader/reader-model.ts';
import { readRecord } from '../experiment/reader/read-record.ts';
import { isFailed, type SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { askReader, type AskedQuestion, type ReaderAnswer } from '../methods/reader/ask-reader.ts';
import { printJson, runCommand, say } from './output.ts';
import { readBytes } from './read-bytes.ts';
import { readFrom, type ReadOptions } from './read-options.ts';
import { sayReport } from './reports/index.ts';
import { runSweepHere } from './sweep-run.ts';
import { checkSweepFile } from './sweep-summary.ts';

export function addRead(program: Command): void {
  program
    .command('read')
    .description('train a reader of several passages (DynSAN), whole and with parts left out')
    .option('--data <what>', 'two-hop, or a folder or file of questions', 'two-hop')
    .option('--format <form>', 'of a folder or file: wikihop, searchqa, quasar-t or hotpot')
    .option('--candidates <n>', 'candidates of a question (4)')
    .option('--hard <n>', 'of two-hop: passages a chain that lead nowhere (0)')
    .option('--data-seed <n>', 'of two-hop (13)')
    .option('--plain', 'of two-hop: words as they are, in place of placeholders for names')
    .option('--masked', 'placeholders for names; two-hop has them unless --plain is given')
    .option('--one-hop <share>', 'share of items asked for their second hop alone (0)')
    .option('--one-hop-from <step>', 'step behind which there are such items (0)')
    .option('--loss <over>', 'candidates or tokens (candidates)')
    .option('--no-attention-norm', 'queries, keys and values of the state as it is')
    .option('--no-rank', 'no vectors that tell passages apart')
    .option('--bit <x>', 'what the input bits are (6)')
    .option('--bare <step>', 'last step of passages without ordinary words (300)')
    .option('--whole <step>', 'first step with all words (700)')
    .option('--width <n>', 'of the reader (64)')
    .option('--heads <n>', 'of attention (4)')
    .option('--keep <n>', 'tokens that a head selects (32)')
    .option('--blocks <n>', 'on the joined passages (2)')
    .option('--passages <n>', 'passages of a question that are read (8)')
    .option('--passage-length <n>', 'tokens of a passage that are read (24)')
    .option('--question-length <n>', 'tokens of a question that are read')
    .option('--variants <list>', `of ${READER_MODES.join(', ')}`, 'gate,no-cross')
    .option('--steps <n>', 'optimiser steps (1200)')
    .option('--schedule-steps <n>', 'step at which the rate would be 0 (1200)')
    .option('--eval-every <n>', 'steps between looks at dev (100)')
    .option('--lr <x>', 'learning rate (0.001)')
    .option('--warmup-steps <n>', '(100)')
    .option('--level-until <step>', 'last step of the full rate (300)')
    .option('--weight-decay <x>', '(0)')
    .option('--beta <x>', 'weight of the sum of gates in the loss (0.00001)')
    .option('--clip <norm>', 'limit on the gradient norm, or none (1)')
    .option('--average', 'read with an average of the weights')
    .option('--batch <n>', 'questions a step (32)')
    .option('--seeds <list>', 'seeds separated by commas', '1')
    .option('--dev-items <n>', 'first dev questions used (all)')
    .option('--test-items <n>', 'first test questions used (all)')
    .option('--ask <file>', 'questions of your own, answered by each variant’s first reader')
    .option('--lengths <list>', 'cost of a step on texts of so many tokens, gated and among all')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option('--out <file>', 'the experiment file (.plab); one that is there is gone on with')
    .option('--predictions', 'every answer to the test questions')
    .option('--print-recipe', 'the recipe for `lab sweep` on stdout, and nothing else')
    .option('--json', 'one JSON object on stdout')
    .action((options: ReadOptions) => runCommand(options.json === true, () => read(options)));
}

/** @throws LabError naming the file or the line at fault */
function ownQuestions(file: string): readonly AskedQuestion[] {
  const { questions, malformed } = readOwnQuestions(new TextDecoder().decode(readBytes(file)), file);
  for (const { line, reason } of malformed) say(`${file}, line ${String(line)}: ${reason}`);
  return questions;
}

async function answered(
  record: SweepRecord,
  questions: readonly AskedQuestion[],
): Promise<readonly ReaderAnswer[]> {
  const engine = await createNodeEngine(record.recipe.engine);
  return askReader(readRecord(record), questions, engine).finally(() => engine.release());
}

async function read(options: ReadOptions): Promise<boolean> {
  const sweep = readFrom(options);
  if (options.printRecipe === true) {
    printJson(sweep);
    return true;
  }
  if (options.out !== undefined) checkSweepFile(options.out);
  // What can't be read is said before hours of work.
  const questions = options.ask === undefined ? [] : ownQuestions(options.ask);
  const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
  const record = await runSweepHere(sweep, null, options.out ?? null, command);
  const asked = questions.length === 0 ? null : await answered(record, questions);
  for (const { query, variant, answer, probability } of asked ?? [])
    say(`${variant}: ${query} → ${answer} (${(100 * probability).toFixed(0)} %)`);
  const wanted = { predictions: options.predictions, asked };
  sayReport(record, wanted, options.json === true);
  return Object.values(record.cells).every((result) => !isFailed(result));
}
