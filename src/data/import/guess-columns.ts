/**
 * Which column is the text, which a second text, which the class. Names decide where they are ones that data sets
 * use; else what is in the columns. Every choice carries its reason, for people to judge.
 */
import type { ColumnChoice, ColumnOptions } from './import-types.ts';
import type { Cells } from './row-reader.ts';
import { readSplitName } from './split-name.ts';

/** Columns of sentence pairs, as GLUE, SNLI, QQP, BoolQ and their kin call them. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['sentence1', 'sentence2'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['text1', 'text2'],
  ['text_a', 'text_b'],
  ['a', 'b'],
  ['question', 'passage'],
  ['question', 'sentence'],
];
export const TEXTS = [
  'text',
  'sentence',
  'review',
  'content',
  'comment',
  'message',
  'tweet',
  'body',
  'question',
  'a',
];
export const LABELS = [
  'label',
  'class',
  'category',
  'sentiment',
  'target',
  'topic',
  'intent',
  'y',
  'label_text',
];
const SPLITS = ['split', 'set', 'partition', 'fold'];

/** A class is worth the name when rows share it: at most this many different values a row. */
const MOST_VALUES_A_ROW = 0.5;

/** What is known of the mapping; null where nothing could be said. */
export interface ColumnGuess {
  readonly a: ColumnChoice | null;
  readonly b: ColumnChoice | null;
  readonly label: ColumnChoice | null;
  readonly split: ColumnChoice | null;
}

/** Columns in the order in which `sample` first names them. */
export function columnsOf(sample: readonly Cells[]): readonly string[] {
  return [...new Set(sample.flatMap((cells) => [...cells.keys()]))];
}

/** The mapping of `sample`; what `given` names is taken as it is, whether the column is there or not. */
export function guessColumns(sample: readonly Cells[], given: ColumnOptions): ColumnGuess {
  const taken = [given.a, given.b, given.label, given.split];
  const free = columnsOf(sample).filter((column) => !taken.includes(column));
  const split = givenOr(given.split, () => guessSplit(free, sample));
  const forLabel = without(free, split);
  const pair = given.a === undefined && given.b === undefined ? guessPair(forLabel) : null;
  const forSecond = without(forLabel, pair?.a ?? null, pair?.b ?? null);
  const label = givenOr(given.label, () =>
    guessLabel(forSecond, sample, pair === null && given.a === undefined),
  );
  const a = givenOr(given.a, () => pair?.a ?? guessText(without(forLabel, label), sample));
  return { a, b: givenOr(given.b, () => pair?.b ?? null), label, split };
}

function givenOr(column: string | null | undefined, guess: () => ColumnChoice | null): ColumnChoice | null {
  if (column === undefined) return guess();
  return column === null ? null : { column, reason: 'given' };
}

function without(
  columns: readonly string[],
  ...choices: readonly (ColumnChoice | null)[]
): readonly string[] {
  return columns.filter((column) => choices.every((choice) => choice?.column !== column));
}

function named(columns: readonly string[], name: string): string | undefined {
  return columns.find((column) => column.toLowerCase() === name);
}

function firstNamed(columns: readonly string[], names: readonly string[], what: string): ColumnChoice | null {
  for (const name of names) {
    const column = named(columns, name);
    if (column !== undefined) return { column, reason: `“${column}” is a usual name for ${what}` };
  }
  return null;
}

function guessPair(
  columns: readonly string[],
): { readonly a: ColumnChoice; readonly b: ColumnChoice } | null {
  for (const [first, second] of PAIRS) {
    const a = named(columns, first);
    const b = named(columns, second);
    if (a === undefined || b === undefined) continue;
    const reason = `“${a}” and “${b}” are usual names for a pair of texts`;
    return { a: { column: a, reason }, b: { column: b, reason } };
  }
  return null;
}

function guessSplit(columns: readonly string[], sample: readonly Cells[]): ColumnChoice | null {
  const choice = firstNamed(columns, SPLITS, 'the split');
  if (choice === null) return null;
  const known = sample.every((cells) => readSplitName(cells.get(choice.column) ?? '') !== null);
  return known ? { ...choice, reason: `${choice.reason}, and its values name splits` } : null;
}

function guessLabel(
  columns: readonly string[],
  sample: readonly Cells[],
  textAmongThem: boolean,
): ColumnChoice | null {
  const byName = firstNamed(columns, LABELS, 'the class');
  if (byName !== null) return namesOfNumbers(byName, columns, sample) ?? byName;
  // The one column that is left is the text, however few its values.
  if (textAmongThem && columns.length < 2) return null;
  const counted = columns
    .map((column) => ({ column, values: new Set(sample.map((cells) => cells.get(column) ?? '')).size }))
    .filter(({ values }) => values >= 2 && values <= MOST_VALUES_A_ROW * sample.length)
    .sort((x, y) => x.values - y.values);
  const [fewest] = counted;
  if (fewest === undefined) return null;
  const { column, values } = fewest;
  return {
    column,
    reason: `“${column}” has the fewest different values: ${values} in ${sample.length} rows`,
  };
}

/** The column that spells out the numbers of `numbers`, as data sets of Hugging Face have beside `label`. */
function namesOfNumbers(
  { column: numbers }: ColumnChoice,
  columns: readonly string[],
  sample: readonly Cells[],
): ColumnChoice | null {
  const of = (cells: Cells, column: string): string => (cells.get(column) ?? '').trim();
  if (!sample.every((cells) => /^-?\d+(?:\.0+)?$/.test(of(cells, numbers)))) return null;
  const kinds = (read: (cells: Cells) => string): number => new Set(sample.map(read)).size;
  for (const suffix of ['text', 'name', 'names', 'str', 'string']) {
    const column = named(columns, `${numbers.toLowerCase()}_${suffix}`);
    if (column === undefined) continue;
    const names = kinds((cells) => of(cells, column));
    const pairs = kinds((cells) => `${of(cells, numbers)} ${of(cells, column)}`);
    if (names === pairs && pairs === kinds((cells) => of(cells, numbers)))
      return { column, reason: `“${column}” names the numbers of “${numbers}”` };
  }
  return null;
}

function guessText(columns: readonly string[], sample: readonly Cells[]): ColumnChoice | null {
  const byName = firstNamed(columns, TEXTS, 'the text');
  if (byName !== null) return byName;
  const [longest] = columns
    .map((column) => ({
      column,
      mean: sample.reduce((sum, cells) => sum + (cells.get(column)?.length ?? 0), 0) / sample.length,
    }))
    .sort((x, y) => y.mean - x.mean);
  if (longest === undefined) return null;
  const { column, mean } = longest;
  return { column, reason: `“${column}” has the longest texts: ${Math.round(mean)} characters on average` };
}
