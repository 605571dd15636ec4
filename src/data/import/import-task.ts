/** One's own rows become a task: read, mapped, divided, counted. Nothing here knows where the bytes come from. */
import { parseTemplate } from '../../text/template.ts';
import { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { SPLIT_NAMES, type SplitName, type TaskRow } from '../../experiment/task-types.ts';
import { findClasses, findLabelWords } from './class-names.ts';
import { collectRows, shortened, type CollectedRow } from './collect-rows.ts';
import { findDuplicates } from './duplicates.ts';
import { checkMost, fewerRows } from './fewer-rows.ts';
import type {
  ClassOption,
  ImportedTask,
  ImportFile,
  ImportOptions,
  LongText,
  Shares,
} from './import-types.ts';
import { labelledRows, numberNotes, quoted, spellingNotes } from './label-notes.ts';
import { plainLabel } from './label-spellings.ts';
import { checkSizes } from './read-source.ts';
import { checkShares, DEFAULT_SHARES, splitRows } from './split-rows.ts';
import { DEFAULT_SEED, usualTemplate } from './usual-settings.ts';

const LONGEST_LISTED = 3;

/** A row of the task that still knows where it stood. */
interface PlacedRow extends TaskRow {
  readonly file: string;
  readonly line: number;
}

/**
 * The task in `files` and what was found on the way.
 * @throws LabError `task` naming file and line, `argument`, `template` and `label-words` for options, `cancelled`
 */
export async function importTask(
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportedTask> {
  const [first] = files;
  if (first === undefined) {
    throw new LabError({
      code: 'argument',
      message: 'There is no file to import.',
      remedy: 'Give at least one.',
      where: 'files',
    });
  }
  const shares = options.shares ?? DEFAULT_SHARES;
  checkShares(shares);
  const most = options.most ?? {};
  checkMost(most);
  if (options.template !== undefined) parseTemplate(options.template);
  checkSizes(files.map(({ source }) => source));

  const { rows: allRows, columns, rowsRead, malformed, passed } = await collectRows(files, options);
  const { rows, notes: labelNotes } = labelledRows(allRows, options);
  const values = rows.map(({ value }) => value);
  const classes = findClasses(values, options.classes, columns.label.column, first.source.name);
  const labelWords = findLabelWords(classes, options.labelWords);
  const template = options.template ?? usualTemplate(columns.b !== null);
  checkTexts(template, columns.b !== null);
  const seed = options.seed ?? DEFAULT_SEED;
  const divided = divide(rows, classes, shares, seed);
  const { counts, train } = findDuplicates(divided, options.dropDuplicates === true);
  const whole = { ...divided, train };
  const splits = bySplit((split) => fewerRows(whole[split], classes.length, most[split], seed, split));
  checkSplits(splits, classes, first.source.name);

  const balance = bySplit((split) => countClasses(splits[split], classes.length));
  return {
    task: {
      name: options.name,
      family: options.family ?? 'other',
      labels: classes.map(({ name }) => name),
      template,
      labelWords,
      source: options.source ?? `imported from ${files.map(({ source }) => source.name).join(', ')}`,
      licence: options.licence ?? 'not stated',
      ...bySplit((split) => splits[split].map(bareRow)),
    },
    report: {
      files: files.map(({ source: { name }, split }) => ({
        name,
        split,
        rows: rows.filter(({ file }) => file === name).length,
      })),
      columns,
      rowsRead,
      skipped: malformed,
      classes,
      balance,
      duplicates: counts,
      longest: bySplit((split) => longestOf(splits[split])),
      notes: [
        ...passed.map(
          ({ file, line, text }) =>
            `${file}, line ${line}: “${shortened(text)}” stands before the header and was passed over.`,
        ),
        ...headerNotes(columns.label.column, classes),
        ...shareNotes(rows, options),
        ...drawnNotes(whole, splits),
        ...notesOn(balance, classes),
        ...labelNotes,
        ...spellingNotes(classes),
        ...numberNotes(classes, options),
      ],
    },
  };
}

const bySplit = <T>(of: (split: SplitName) => T): Record<SplitName, T> => ({
  train: of('train'),
  dev: of('dev'),
  test: of('test'),
});

const bareRow = ({ a, b, y }: TaskRow): TaskRow => (b === undefined ? { a, y } : { a, b, y });

function checkTexts(template: string, hasB: boolean): void {
  if (!parseTemplate(template).hasB || hasB) return;
  throw new LabError({
    code: 'template',
    message: `The template “${template}” asks for {b}, and no column is the second text.`,
    remedy: 'Name the column of the second text with --b, or leave {b} out of the template.',
    where: 'template',
  });
}

function divide(
  rows: readonly CollectedRow[],
  classes: readonly ClassOption[],
  shares: Shares,
  seed: number,
): Record<SplitName, readonly PlacedRow[]> {
  const classOf = new Map(classes.map(({ value }, y) => [value, y]));
  const placed = rows.map(({ file, line, a, b, value, split }) => {
    const y = classOf.get(value);
    if (y === undefined) {
      const remedy = 'Name every value of the label column, or leave the classes to be found.';
      throw taskError(file, `the label “${value}” is none of the classes that were given.`, remedy, { line });
    }
    return { file, line, a, ...(b === undefined ? {} : { b }), y, split };
  });
  const splits = splitRows(placed, classes.length, shares, seed);
  const rowsOf = (split: SplitName): readonly PlacedRow[] => placed.filter((_, i) => splits[i] === split);
  return { train: rowsOf('train'), dev: rowsOf('dev'), test: rowsOf('test') };
}

function countClasses(rows: readonly TaskRow[], classes: number): readonly number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const { y } of rows) counts[y] = (counts[y] ?? 0) + 1;
  return counts;
}

function checkSplits(
  splits: Readonly<Record<SplitName, readonly TaskRow[]>>,
  classes: readonly ClassOption[],
  file: string,
): void {
  const untaught = classes.filter((_, y) => splits.train.every((row) => row.y !== y)).map(({ name }) => name);
  if (untaught.length > 0) {
    const taught = classes.map(({ name }) => name).filter((name) => !untaught.includes(name));
    const twins = taught.filter((name) => untaught.some((other) => plainLabel(name) === plainLabel(other)));
    if (twins.length > 0) {
      throw taskError(
        file,
        `no training row has the class ${quoted(untaught)}; training rows have ${quoted(twins)}, which differ${twins.length === 1 ? 's' : ''} in spelling only.`,
        'Take such classes as one (--merge-spellings), or write them alike in all files.',
      );
    }
    throw taskError(
      file,
      `no training row has the class ${quoted(untaught)}.`,
      'Add training rows of it, or take its rows out; a prompt can’t learn a class that it never sees.',
    );
  }
  const empty = SPLIT_NAMES.filter((split) => splits[split].length === 0);
  if (empty.length === 0) return;
  throw taskError(
    file,
    `there are no rows for ${empty.join(' and ')}.`,
    'Add rows, or give a larger share to it (--shares).',
  );
}

function longestOf(rows: readonly PlacedRow[]): readonly LongText[] {
  return rows
    .map(({ file, line, a, b }) => ({ file, line, characters: a.length + (b?.length ?? 0) }))
    .sort((x, y) => y.characters - x.characters)
    .slice(0, LONGEST_LISTED);
}

/** A file without a header loses its first row to one. */
function headerNotes(column: string, classes: readonly ClassOption[]): readonly string[] {
  if (classes.every(({ value }) => value !== column)) return [];
  return [`The label column is called “${column}”, as a class is: the file seems to have no header row.`];
}

function shareNotes(rows: readonly CollectedRow[], { shares }: ImportOptions): readonly string[] {
  const allGiven = SPLIT_NAMES.every((split) => rows.some((row) => row.split === split));
  return allGiven && shares !== undefined ? ['The rows tell their splits, so the shares were not used.'] : [];
}

type Splits = Readonly<Record<SplitName, readonly TaskRow[]>>;

function drawnNotes(whole: Splits, drawn: Splits): readonly string[] {
  return SPLIT_NAMES.filter((split) => drawn[split].length < whole[split].length).map(
    (split) => `Of ${split}, ${drawn[split].length} of ${whole[split].length} rows were drawn.`,
  );
}

function notesOn(
  balance: Readonly<Record<SplitName, readonly number[]>>,
  classes: readonly ClassOption[],
): readonly string[] {
  return (['dev', 'test'] as const).flatMap((split) => {
    const absent = classes.filter((_, y) => balance[split][y] === 0).map(({ name }) => `“${name}”`);
    return absent.length === 0 ? [] : [`No row of ${split} has the class ${absent.join(', ')}.`];
  });
}
