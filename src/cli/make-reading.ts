/** `lab make-reading`: the two-hop reading set out of WordNet, in WikiHop's form. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeWikiHop } from '../data/reading/write-wikihop.ts';
import { WORDS_FOLDER } from '../data/verbalizers/word-files.ts';
import { LabError } from '../errors/lab-error.ts';
import { boundsText } from '../experiment/bounds.ts';
import { TWO_HOP_BOUNDS, USUAL_TWO_HOP, type TwoHopSettings } from '../experiment/reader/two-hop-settings.ts';
import { SPLIT_NAMES } from '../experiment/task-types.ts';
import { measureBaselines } from '../methods/reader/baselines/baselines.ts';
import { countPassages } from '../methods/reader/two-hop/count-passages.ts';
import { makeTwoHop, openTwoHop } from '../methods/reader/two-hop/make-two-hop.ts';
import { projectFolder } from './open-model.ts';
import { openWordNet } from './open-words.ts';
import { boundedOption, printJson, runCommand, say } from './output.ts';

interface MakeReadingOptions {
  readonly seed: string;
  readonly candidates: string;
  readonly masked?: boolean;
  readonly hard: string;
  readonly json?: boolean;
}

const LICENCE = 'LICENSE-wordnet.txt';
const fileOf = (split: string): string => `${split}.json`;
const WRITTEN: readonly string[] = [...SPLIT_NAMES.map(fileOf), LICENCE];

export function addMakeReading(program: Command): void {
  const usual = USUAL_TWO_HOP;
  const { seed, candidates, hard } = TWO_HOP_BOUNDS;
  program
    .command('make-reading')
    .description('questions that take two of WordNet’s definitions to answer, in WikiHop’s form')
    .argument('<out>', 'a new folder, an empty one, or one that this command has filled')
    .option('--seed <n>', `decides splits, distractors and order, ${boundsText(seed)}`, String(usual.seed))
    .option('--candidates <n>', `of a question, ${boundsText(candidates)}`, String(usual.candidates))
    .option('--masked', 'titles and candidates are placeholders, @0 to @63')
    .option(
      '--hard <n>',
      `passages a chain that mention its bridge and lead nowhere, ${boundsText(hard)}`,
      String(usual.hard),
    )
    .option('--json', 'one JSON object on stdout')
    .action((out: string, options: MakeReadingOptions) =>
      runCommand(options.json === true, () => run(out, options)),
    );
}

async function run(out: string, options: MakeReadingOptions): Promise<boolean> {
  const settings = settingsOf(options);
  const folder = resolve(out);
  refuseFilled(folder);
  const splits = makeTwoHop(openTwoHop(await openWordNet()), settings);
  const { passages, shared } = countPassages(splits);
  const baselines = measureBaselines(splits);
  const files = SPLIT_NAMES.map((split) => ({ name: fileOf(split), text: writeWikiHop(splits[split]) }));
  const hash = createHash('sha256');
  for (const { text } of files) hash.update(text);
  write(folder, files);
  const items = { train: splits.train.length, dev: splits.dev.length, test: splits.test.length };
  for (const split of SPLIT_NAMES) say(`${split}: ${items[split]} questions, ${passages[split]} passages`);
  for (const [name, { dev, test }] of Object.entries(baselines))
    say(`${name}: ${percent(dev)} on dev, ${percent(test)} on test`);
  say(`written to ${out}`);
  if (options.json === true)
    printJson({ settings, items, passages, sharedPassages: shared, baselines, sha256: hash.digest('hex') });
  return shared === 0;
}

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);

function settingsOf(options: MakeReadingOptions): TwoHopSettings {
  const number = (name: 'seed' | 'candidates' | 'hard'): number =>
    boundedOption(`--${name}`, options[name], TWO_HOP_BOUNDS[name]);
  return {
    seed: number('seed'),
    candidates: number('candidates'),
    masked: options.masked === true,
    hard: number('hard'),
  };
}

function refuseFilled(folder: string): void {
  const isFine =
    !existsSync(folder) ||
    (statSync(folder).isDirectory() && readdirSync(folder).every((name) => WRITTEN.includes(name)));
  if (isFine) return;
  throw new LabError({
    code: 'argument',
    message: `${folder} is there already and holds something else.`,
    remedy: 'Give a new folder.',
    where: 'out',
  });
}

function write(folder: string, files: readonly { readonly name: string; readonly text: string }[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    copyFileSync(join(projectFolder, 'public', WORDS_FOLDER, LICENCE), join(folder, LICENCE));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LabError({
      code: 'argument',
      message: `${folder} can’t be written: ${why}.`,
      remedy: 'Give a folder that may be written to.',
      where: 'out',
    });
  }
}
