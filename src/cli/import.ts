/** `lab import`: one's own CSV, TSV, JSONL or JSON as a task folder that `lab train --task` takes. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { MostRows } from '../data/import/fewer-rows.ts';
import { importTask } from '../data/import/import-task.ts';
import type { ClassOption, ColumnOptions, ImportOptions, Shares } from '../data/import/import-types.ts';
import { splitOfFile } from '../data/import/split-name.ts';
import { taskFiles } from '../data/import/task-files.ts';
import { SPLIT_NAMES, type Task } from '../experiment/task-types.ts';
import { LabError } from '../errors/lab-error.ts';
import { cutAt, unescaped } from './escaped-list.ts';
import { fileSource } from './file-source.ts';
import { reportLines } from './import-report.ts';
import { numberOption, printJson, runCommand, say } from './output.ts';

interface ImportArguments {
  readonly out: string;
  readonly a?: string;
  /** False for `--no-b`. */
  readonly b?: string | false;
  readonly label?: string;
  /** False for `--no-split`. */
  readonly split?: string | false;
  readonly classes?: string;
  readonly labelWords?: string;
  readonly template?: string;
  readonly name?: string;
  readonly family?: string;
  readonly shares?: string;
  readonly seed: string;
  readonly most?: string;
  readonly skipMalformed?: boolean;
  readonly dropDuplicates?: boolean;
  readonly mergeSpellings?: boolean;
  readonly dropUnlabelled?: boolean;
  readonly quotes: boolean;
  readonly delimiter?: string;
  readonly json?: boolean;
}

/** Below this an import takes no time worth reporting on. */
const PROGRESS_FROM_BYTES = 16 * 1024 * 1024;
const LARGEST_SEED = 2 ** 31 - 1;

export function addImport(program: Command): void {
  program
    .command('import')
    .description('a task folder from .csv, .tsv, .jsonl or .json files')
    .argument('<file...>', 'one file to divide, or files with train, dev or test in their names')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--a <column>', 'column of the text')
    .option('--b <column>', 'column of the second text')
    .option('--no-b', 'no second text, whatever the columns are called')
    .option('--label <column>', 'column of the class')
    .option('--split <column>', 'column that says train, dev or test')
    .option('--no-split', 'divide the rows, whatever columns and files are called')
    .option(
      '--classes <list>',
      'the classes in order, separated by ";"; "value=name" renames one, "\\;" and "\\=" are characters',
    )
    .option('--label-words <words>', 'classes separated by ";", words of a class by ","')
    .option('--template <text>', 'with {a}, [MASK] and, for two texts, {b}')
    .option('--name <name>', 'name of the task; the folder’s without it')
    .option('--family <name>', 'kind of question, such as sentiment or topic')
    .option('--shares <list>', 'parts of train, dev and test; 0.8,0.1,0.1 without it')
    .option('--seed <n>', 'decides which rows go where', '1')
    .option('--most <list>', 'most rows of train, dev and test, such as 2000,500,500; nothing for all')
    .option('--skip-malformed', 'leave malformed rows out')
    .option('--merge-spellings', 'classes that differ in spelling only, such as 1 and 1.0, are one')
    .option('--drop-unlabelled', 'leave rows out whose label looks missing: -, nan, NULL')
    .option('--drop-duplicates', 'take from train what train, dev or test already has')
    .option('--no-quotes', 'quote marks are characters as any other')
    .option(
      '--delimiter <mark>',
      'what stands between fields: a character or "tab"; told by the rows without it',
    )
    .option('--json', 'one JSON object on stdout')
    .action((files: readonly string[], options: ImportArguments) =>
      runCommand(options.json === true, () => run(files, options)),
    );
}

async function run(files: readonly string[], options: ImportArguments): Promise<boolean> {
  const folder = resolve(options.out);
  refuseFilled(folder);
  // A single file is to be divided, even one called test_reviews.csv.
  const namesTell = files.length > 1 && options.split === undefined;
  const imports = files.map((file) => ({
    source: fileSource(file, 'Give a .csv, .tsv, .jsonl or .json file.'),
    split: namesTell ? splitOfFile(file) : null,
  }));
  const { task, report } = await importTask(imports, importOptions(options, folder));
  writeTask(folder, task);
  for (const line of reportLines(task, report)) say(line);
  say(`written to ${options.out}; train on it with: lab train --task ${options.out}`);
  if (options.json === true) {
    const { labels, labelWords, template, name, family } = task;
    printJson({ out: options.out, task: { name, family, labels, labelWords, template }, report });
  }
  return true;
}

function refuseFilled(folder: string): void {
  const taken = existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0);
  if (!taken) return;
  throw new LabError({
    code: 'argument',
    message: `${folder} is there already and is no empty folder.`,
    remedy: 'Give --out a new folder, or empty this one.',
    where: '--out',
  });
}

function importOptions(options: ImportArguments, folder: string): ImportOptions {
  const { template, family } = options;
  const { labelWords } = options;
  const words =
    labelWords === undefined
      ? undefined
      : cutAt(labelWords, ';').map((entry) => cutAt(entry, ',').map((word) => unescaped(word.trim())));
  return {
    name: options.name ?? basename(folder),
    columns: columnOptions(options),
    ...(family === undefined ? {} : { family }),
    ...(template === undefined ? {} : { template }),
    ...(words === undefined ? {} : { labelWords: words }),
    ...(options.classes === undefined ? {} : { classes: readClasses(options.classes) }),
    ...(options.shares === undefined ? {} : { shares: readShares(options.shares) }),
    ...(options.most === undefined ? {} : { most: readMost(options.most) }),
    seed: numberOption('--seed', options.seed, 0, LARGEST_SEED),
    skipMalformed: options.skipMalformed === true,
    dropDuplicates: options.dropDuplicates === true,
    mergeSpellings: options.mergeSpellings === true,
    dropUnlabelled: options.dropUnlabelled === true,
    quotes: options.quotes,
    ...(options.delimiter === undefined ? {} : { delimiter: readDelimiter(options.delimiter) }),
    onProgress: sayProgress(),
  };
}

function columnOptions({ a, b, label, split }: ImportArguments): ColumnOptions {
  return {
    ...(a === undefined ? {} : { a }),
    ...(b === undefined ? {} : { b: b === false ? null : b }),
    ...(label === undefined ? {} : { label }),
    ...(split === undefined ? {} : { split: split === false ? null : split }),
  };
}

/** `neg;pos`, or `0=neg;1=pos` where the values are no names; `\;` and `\=` are characters of a value. */
function readClasses(text: string): readonly ClassOption[] {
  return cutAt(text, ';').map((entry) => {
    const [value = '', ...name] = cutAt(entry, '=');
    return {
      value: unescaped(value.trim()),
      name: unescaped((name.length === 0 ? value : name.join('=')).trim()),
    };
  });
}

function readDelimiter(text: string): string {
  const mark = text === 'tab' || text === '\\t' ? '\t' : text;
  if (mark.length === 1 && !/["\r\n]/.test(mark)) return mark;
  throw new LabError({
    code: 'argument',
    message: `“${text}” is no single character that can stand between fields.`,
    remedy: 'Give one, such as ";", or "tab".',
    where: '--delimiter',
  });
}

function readShares(text: string): Shares {
  const parts = text.split(',');
  const [train = Number.NaN, dev = Number.NaN, test = Number.NaN] = parts.map((part) =>
    numberOption('--shares', part, 0, 1, false),
  );
  if (parts.length === 3) return { train, dev, test };
  throw new LabError({
    code: 'argument',
    message: `“${text}” has ${parts.length} parts.`,
    remedy: 'Give train, dev and test, such as 0.8,0.1,0.1.',
    where: '--shares',
  });
}

/** `2000,500,500`; `,500,500` takes all of train. */
function readMost(text: string): MostRows {
  const parts = text.split(',');
  if (parts.length === SPLIT_NAMES.length)
    return Object.fromEntries(
      SPLIT_NAMES.flatMap((split, i) => {
        const part = parts[i]?.trim() ?? '';
        return part === '' ? [] : [[split, numberOption('--most', part, 1, Number.MAX_SAFE_INTEGER)]];
      }),
    );
  throw new LabError({
    code: 'argument',
    message: `“${text}” has ${parts.length} parts.`,
    remedy: 'Give most rows of train, dev and test, such as 2000,500,500.',
    where: '--most',
  });
}

/** A line each tenth of a long read. */
function sayProgress(): NonNullable<ImportOptions['onProgress']> {
  let said = 0;
  return ({ file, bytesRead, bytesTotal, rows }) => {
    const tenth = Math.floor((10 * bytesRead) / bytesTotal);
    if (bytesTotal < PROGRESS_FROM_BYTES || tenth <= said) return;
    said = tenth;
    say(`${file}: ${tenth * 10} % read, ${rows} rows`);
  };
}

function writeTask(folder: string, task: Task): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const file of taskFiles(task)) {
      const handle = openSync(join(folder, file.name), 'wx');
      try {
        for (const piece of file.pieces()) writeSync(handle, piece);
      } finally {
        closeSync(handle);
      }
    }
  } catch (cause) {
    throw new LabError(
      {
        code: 'file',
        message: `The task can’t be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
        remedy: 'Give --out a folder that can be written to, with room for the rows.',
        where: folder,
      },
      { cause },
    );
  }
}
