/** `lab expand`: class names into label words, from what lies on the disk. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { boundsText } from '../experiment/bounds.ts';
import { unsafePlaces } from '../experiment/unsafe-places.ts';
import {
  DEFAULT_EXPANSION,
  EXPANSION_SOURCES,
  type ExpandedClass,
  type ExpansionSettings,
} from '../experiment/verbalizer/expansion.ts';
import { EXPANSION_BOUNDS, SensesSchema } from '../experiment/verbalizer/expansion-schema.ts';
import { noticesOf } from '../experiment/verbalizer/notices.ts';
import { writeVerbalizer } from '../experiment/verbalizer/verbalizer-json.ts';
import { expandClasses } from '../methods/verbalizer/expand/expand-classes.ts';
import { writeOpenPromptVerbalizer } from '../text/openprompt-verbalizers.ts';
import type { LabTokenizer } from '../text/tokenizer-types.ts';
import { encodeWord, isWrittenOut } from '../text/verbalizer.ts';
import { openModel } from './open-model.ts';
import { openWords } from './open-words.ts';
import { boundedOption, choiceOption, printJson, runCommand, say } from './output.ts';
import { readBytes } from './read-bytes.ts';

interface ExpandOptions {
  readonly sources: string;
  readonly plm?: string;
  readonly most: string;
  readonly least: string;
  readonly depth: string;
  readonly senses?: string;
  readonly labels?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** So many words of a class are shown to people. */
const MOST_SHOWN = 12;
/** Choices of meanings take a few lines. */
const MOST_SENSES_BYTES = 1_000_000;

export function addExpand(program: Command): void {
  const usual = DEFAULT_EXPANSION;
  program
    .command('expand')
    .description('class names into label words, each with where it comes from; nothing is asked of a network')
    .argument('<classes>', 'classes separated by ";", words of a class by ",", its name first')
    .option('--sources <list>', EXPANSION_SOURCES.join(', '), usual.sources.join(','))
    .option('--plm <name>', 'whose embeddings and tokens are looked at')
    .option('--most <n>', `words of a class, ${boundsText(EXPANSION_BOUNDS.most)}`, String(usual.most))
    .option('--least <x>', 'score of a word', String(usual.least))
    .option('--depth <n>', `steps from a seed, ${boundsText(EXPANSION_BOUNDS.depth)}`, String(usual.depth))
    .option('--senses <file>', 'JSON, seed → synsets to start from, such as {"sports": ["n00524569"]}')
    .option('--labels <list>', 'what --out calls the classes, separated by ";"; without it by their names')
    .option('--out <file>', 'OpenPrompt’s .txt, .csv or .json, or the lab’s own .verbalizer.json')
    .option('--json', 'one JSON object on stdout')
    .action((classes: string, options: ExpandOptions) =>
      runCommand(options.json === true, () => run(classes, options)),
    );
}

async function run(text: string, options: ExpandOptions): Promise<boolean> {
  const seeds = seedsIn(text);
  const settings = settingsOf(options, seeds);
  const labels = labelsOf(options.labels, seeds);
  checkOut(options.out);
  const model = options.plm === undefined ? null : openModel(options.plm);
  if (settings.sources.includes('embeddings') && model === null)
    throw wrong('--sources', 'Embeddings are a PLM’s, and none is given.', 'Give --plm as well.');
  const base = await openWords(settings.sources, model);
  const started = performance.now();
  const classes = expandClasses(seeds, settings, base);
  const seconds = (performance.now() - started) / 1000;
  for (const one of classes) tell(one);
  if (options.out !== undefined) writeOut(options.out, labels, classes, settings);
  if (options.json === true)
    printJson({
      settings,
      plm: options.plm ?? null,
      classes: model === null ? classes : classes.map((one) => withTokens(one, model.tokenizer)),
      seconds,
    });
  return true;
}

const wrong = (where: string, message: string, remedy: string): LabError =>
  new LabError({ code: 'argument', message, remedy, where });

function seedsIn(text: string): readonly (readonly string[])[] {
  const classes = text.split(';').map((entry) =>
    entry
      .split(',')
      .map((seed) => seed.trim())
      .filter((seed) => seed !== ''),
  );
  const empty = classes.findIndex((seeds) => seeds.length === 0);
  if (empty >= 0)
    throw wrong(
      'classes',
      `Class ${empty + 1} of “${text}” has no name.`,
      'Write classes such as "politics;sports;society,culture".',
    );
  const marked = classes.flat().find(isWrittenOut);
  if (marked !== undefined)
    throw wrong(
      'classes',
      `“${marked}” is spelled with a mark of a tokenizer’s vocabulary.`,
      'Write it as people do, without Ġ, ▁ or ##.',
    );
  const names = classes.map(([name]) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return classes;
  throw wrong('classes', `Two classes are called ${twice}.`, 'Give each class a name of its own.');
}

/** In the order they were typed, each once. */
function sourcesIn(text: string): ExpansionSettings['sources'] {
  const typed = text.split(',').map((source) => choiceOption('--sources', source.trim(), EXPANSION_SOURCES));
  return [...new Set(typed)];
}

function settingsOf(options: ExpandOptions, seeds: readonly (readonly string[])[]): ExpansionSettings {
  const number = (name: 'most' | 'least' | 'depth'): number =>
    boundedOption(`--${name}`, options[name], EXPANSION_BOUNDS[name]);
  return {
    ...DEFAULT_EXPANSION,
    sources: sourcesIn(options.sources),
    most: number('most'),
    least: number('least'),
    depth: number('depth'),
    senses: options.senses === undefined ? {} : sensesIn(options.senses, seeds.flat()),
  };
}

function sensesIn(file: string, seeds: readonly string[]): ExpansionSettings['senses'] {
  const remedy = 'Write JSON, seed → list of synsets, as `lab expand --json` prints them.';
  if (!existsSync(file) || !statSync(file).isFile() || statSync(file).size > MOST_SENSES_BYTES)
    throw wrong('--senses', `${file} is no file of chosen meanings.`, remedy);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(readBytes(file)));
  } catch {
    throw wrong('--senses', `${file} is no valid JSON.`, remedy);
  }
  const [unsafe] = unsafePlaces(value);
  if (unsafe !== undefined) throw wrong('--senses', `${file}: ${unsafe.field} ${unsafe.message}.`, remedy);
  const result = v.safeParse(SensesSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw wrong('--senses', `${file}: ${v.getDotPath(issue) ?? 'the whole'} ${issue.message}.`, remedy);
  }
  const other = Object.keys(result.output).find((seed) => !seeds.includes(seed));
  if (other === undefined) return result.output;
  throw wrong(
    '--senses',
    `${file}: ${other} is none of the words to start from.`,
    `They are ${seeds.join(', ')}.`,
  );
}

type OutKind = 'verbalizer' | 'json' | 'txt';

function outKind(file: string): OutKind | null {
  if (file.endsWith('.verbalizer.json')) return 'verbalizer';
  if (file.endsWith('.json')) return 'json';
  return /\.(?:txt|csv)$/.test(file) ? 'txt' : null;
}

function checkOut(file: string | undefined): void {
  if (file === undefined || outKind(file) !== null) return;
  throw wrong('--out', `${file} ends with none of .txt, .csv, .json.`, 'Give it one of these endings.');
}

function labelsOf(text: string | undefined, seeds: readonly (readonly string[])[]): readonly string[] {
  const labels = text?.split(';').map((label) => label.trim()) ?? seeds.map(([name]) => name);
  const isFit =
    labels.length === seeds.length && !labels.includes('') && new Set(labels).size === labels.length;
  if (isFit) return labels;
  throw wrong(
    '--labels',
    `“${text ?? ''}” does not name each of the ${seeds.length} classes once.`,
    'Give a name to each class, in their order, such as "World;Sports".',
  );
}

function writeOut(
  file: string,
  labels: readonly string[],
  classes: readonly ExpandedClass[],
  settings: ExpansionSettings,
): void {
  const words = classes.map((one) => one.words.map(({ word }) => word));
  const kind = outKind(file);
  const text =
    kind === 'verbalizer'
      ? writeVerbalizer({
          version: 1,
          kind: 'verbalizer',
          name: basename(file, '.verbalizer.json'),
          labels,
          words: classes.map((one) => one.words),
          made: { how: 'expanded', seeds: classes.map(({ seeds }) => seeds), settings },
          notices: noticesOf(classes.flatMap((one) => one.words)),
        })
      : writeOpenPromptVerbalizer(labels, words, kind ?? 'txt');
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw wrong('--out', `${file} can’t be written: ${why}.`, 'Give a file in a folder that is there.');
  }
}

/** Each word with the tokens that stand for it after a space. */
function withTokens(one: ExpandedClass, tokenizer: LabTokenizer): object {
  return {
    ...one,
    words: one.words.map((entry) => ({ ...entry, tokens: encodeWord(tokenizer, entry.word).tokens })),
  };
}

function tell({ seeds, words, dropped, notes }: ExpandedClass): void {
  const some = words.slice(0, MOST_SHOWN).map(({ word }) => word);
  const more = words.length > MOST_SHOWN ? ' …' : '';
  say(`${seeds.join(', ')}: ${words.length} words, ${dropped.length} left out: ${some.join(', ')}${more}`);
  for (const note of notes) say(`  note: ${note}`);
}
