/** The form of an import while it is filled in, as texts, and the request that it makes. */
import type { ClassCounts } from '../../../data/import/count-classes.ts';
import type { MostRows } from '../../../data/import/fewer-rows.ts';
import type { ColumnOptions } from '../../../data/import/import-types.ts';
import { splitOfFile } from '../../../data/import/split-name.ts';
import { DEFAULT_SHARES } from '../../../data/import/split-rows.ts';
import { DEFAULT_SEED, usualTemplate } from '../../../data/import/usual-settings.ts';
import { SPLIT_NAMES, type SplitName } from '../../../experiment/task-types.ts';
import { LabError, type LabErrorData } from '../../../errors/lab-error.ts';
import type { FilesPreview, TableImport } from '../../../protocol/task-protocol.ts';
import { splitWords } from '../../recipe/read-draft.ts';

/** What tells which rows are train, dev and test. */
export type SplitSource = 'column' | 'files' | 'shares';

export interface ClassForm {
  readonly value: string;
  readonly rows: number;
  readonly name: string;
  /** Label words between commas; null while they follow the name. */
  readonly words: string | null;
}

export interface ImportForm {
  readonly a: string;
  /** Empty for none. */
  readonly b: string;
  readonly label: string;
  readonly splitSource: SplitSource;
  readonly splitColumn: string;
  readonly fileSplits: ReadonlyMap<string, SplitName | null>;
  /** In percent. */
  readonly shares: Readonly<Record<SplitName, string>>;
  readonly seed: string;
  /** Most rows of a split; empty for all. */
  readonly most: Readonly<Record<SplitName, string>>;
  readonly classes: readonly ClassForm[];
  /** Null while it follows from whether there is a second text. */
  readonly template: string | null;
  readonly name: string;
  readonly family: string;
  readonly source: string;
  readonly licence: string;
  readonly quotes: boolean;
  readonly skipMalformed: boolean;
  readonly dropDuplicates: boolean;
}

export type TablesOf = Extract<FilesPreview, { kind: 'tables' }>;

/** The form as the files suggest it. */
export function formOf({ tables, guess }: TablesOf, title: string, quotes: boolean): ImportForm {
  const [first] = tables;
  const columns = first?.columns ?? [];
  const filesTell = tables.length > 1 && tables.some(({ split }) => split !== null);
  const label = guess.label?.column ?? columns.at(-1) ?? '';
  return {
    a: guess.a?.column ?? columns.find((column) => column !== label) ?? '',
    b: guess.b?.column ?? '',
    label,
    splitSource: filesTell ? 'files' : guess.split === null ? 'shares' : 'column',
    splitColumn: guess.split?.column ?? '',
    fileSplits: new Map(tables.map(({ name, split }) => [name, split])),
    shares: percentOf(DEFAULT_SHARES),
    seed: String(DEFAULT_SEED),
    most: { train: '', dev: '', test: '' },
    classes: [],
    template: null,
    name: title,
    family: '',
    source: '',
    licence: '',
    quotes,
    skipMalformed: false,
    dropDuplicates: false,
  };
}

const percentOf = (shares: Readonly<Record<SplitName, number>>): ImportForm['shares'] => {
  const text = (split: SplitName): string => String(Math.round(100 * shares[split]));
  return { train: text('train'), dev: text('dev'), test: text('test') };
};

function mostOf({ most }: ImportForm): MostRows {
  return Object.fromEntries(
    SPLIT_NAMES.flatMap((split) => (most[split].trim() === '' ? [] : [[split, numberOf(most[split])]])),
  );
}

const isUsual = (shares: ImportForm['shares']): boolean =>
  SPLIT_NAMES.every((split) => shares[split] === percentOf(DEFAULT_SHARES)[split]);

/** A name for the task from what its first file is called. */
export function titleOf(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const plain =
    splitOfFile(file) === null ? base : base.replace(/[^a-z]*(?:train|dev|valid|test)[a-z]*[^a-z]*/i, '');
  return plain === '' ? 'my task' : plain;
}

export const templateOf = ({ template, b }: ImportForm): string => template ?? usualTemplate(b !== '');

export const wordsOf = ({ words, name }: ClassForm): string => words ?? name;

/** The columns as an import takes them: everything said, nothing to guess. */
export function columnsOf({ a, b, label, splitSource, splitColumn }: ImportForm): ColumnOptions {
  const split = splitSource === 'column' && splitColumn !== '' ? splitColumn : null;
  return { a, b: b === '' ? null : b, label, split };
}

/** The classes that were counted, with the names and words that were already given to them. */
export function withCounts(form: ImportForm, { classes }: ClassCounts): ImportForm {
  const known = new Map(form.classes.map((entry) => [entry.value, entry]));
  return {
    ...form,
    classes: classes.map(({ value, rows }) => {
      const before = known.get(value);
      return { value, rows, name: before?.name ?? value, words: before?.words ?? null };
    }),
  };
}

const LARGEST_SEED = 2 ** 31 - 1;

/** The request of a filled-in form; what else is wrong with it the import says. @throws LabError `argument` */
export function requestOf(form: ImportForm): TableImport {
  const shares = Object.fromEntries(
    SPLIT_NAMES.map((split) => [split, numberOf(form.shares[split]) / 100]),
  ) as Record<SplitName, number>;
  if (form.name.trim() === '') {
    throw new LabError({
      code: 'argument',
      message: 'The task has no name.',
      remedy: 'Give it one, by which lists call it.',
      where: 'name',
    });
  }
  const seed = numberOf(form.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    throw new LabError({
      code: 'argument',
      message: `The seed “${form.seed}” is no whole number from 0 to ${LARGEST_SEED}.`,
      remedy: 'Write one, such as 1.',
      where: 'seed',
    });
  }
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const [family, source, licence] = [filled(form.family), filled(form.source), filled(form.licence)];
  return {
    title: form.name.trim(),
    splits: form.splitSource === 'files' ? form.fileSplits : new Map(),
    options: {
      columns: columnsOf(form),
      template: templateOf(form),
      // Where the rows tell their splits, only shares that were asked for are worth a note.
      ...(isUsual(form.shares) ? {} : { shares }),
      seed,
      most: mostOf(form),
      quotes: form.quotes,
      skipMalformed: form.skipMalformed,
      dropDuplicates: form.dropDuplicates,
      ...(family === null ? {} : { family }),
      ...(source === null ? {} : { source }),
      ...(licence === null ? {} : { licence }),
      ...classOptions(form.classes),
    },
  };
}

/** Before the classes are counted, they are left to the import. */
function classOptions(classes: readonly ClassForm[]): Pick<TableImport['options'], 'classes' | 'labelWords'> {
  if (classes.length === 0) return {};
  return {
    classes: classes.map(({ value, name }) => ({ value, name: name.trim() })),
    labelWords: classes.map((entry) => splitWords(wordsOf(entry))),
  };
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** Where on the form an error belongs. */
export type FormPlace = 'files' | 'columns' | 'splits' | 'classes' | 'template' | 'name' | 'end';

/** Of an error of the import itself. */
export function placeOfError({ code, where }: LabErrorData): FormPlace {
  if (code === 'template') return 'template';
  if (code === 'label-words' || where === 'classes') return 'classes';
  if (where === 'name') return 'name';
  return where === 'shares' || where === 'seed' || where === 'most' ? 'splits' : 'end';
}
