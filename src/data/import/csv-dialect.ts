/**
 * How a CSV or TSV file is written, judged over its first rows and not by its header alone: which delimiter gives rows
 * of one width, whether a lone carriage return ends a line, which row names the columns. Spreadsheets and survey tools
 * write lines in front of that row: `sep=;`, a title, rows of delimiters alone.
 */
import Papa, { type ParseResult } from 'papaparse';
import { LABELS, TEXTS } from './guess-columns.ts';
import { plainLineEnds } from './line-ends.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

export interface Dialect {
  readonly delimiter: string;
  /** Whether a carriage return ends a line by itself, as on old Macs. */
  readonly returnEnds: boolean;
  /** Rows in front of the one that names the columns. */
  readonly rowsBefore: number;
  /** Characters of a `sep=` line, which is no row. */
  readonly charactersBefore: number;
}

export interface DialectOptions {
  /** Null where the file is to tell. */
  readonly delimiter: string | null;
  readonly quotes: boolean;
}

/** What Excel takes the delimiter from. */
const SEPARATOR_LINE = /^"?sep=([^\r\n])"?[ \t]*(?:\r+\n|\r|\n)/i;

/** A name of columns stands among the first lines or nowhere. */
const MOST_LINES_BEFORE = 50;

export const isBlank = (fields: readonly string[]): boolean => fields.every((field) => field.trim() === '');

interface Reading {
  readonly delimiter: string;
  readonly returnEnds: boolean;
  readonly rows: readonly (readonly string[])[];
  /** The number of fields that most rows have, trailing empty ones apart. */
  readonly width: number;
  /** Part of the rows that have it; 0 where there is one row alone, which tells nothing. */
  readonly share: number;
  readonly headerFits: boolean;
  /** Part of the delimiters with a space behind them, as in a sentence. */
  readonly spaced: number;
}

/** @param text the beginning of a file, cut after any character unless `whole` */
export function findDialect(text: string, options: DialectOptions, whole: boolean): Dialect {
  const separator = SEPARATOR_LINE.exec(text);
  const body = text.slice(separator?.[0].length ?? 0);
  const told = options.delimiter ?? separator?.[1] ?? null;
  const readings = (told === null ? DELIMITERS : [told]).flatMap((delimiter) =>
    // The first of equals is taken: a carriage return ends lines only where that makes rows more alike.
    (/\r(?![\r\n])/.test(body) ? [false, true] : [false]).map((returnEnds) =>
      readingOf(body, delimiter, returnEnds, options.quotes, whole),
    ),
  );
  const best = readings.reduce((chosen, reading) => (isBetter(reading, chosen) ? reading : chosen));
  return {
    delimiter: best.delimiter,
    returnEnds: best.returnEnds,
    rowsBefore: headerRow(best),
    charactersBefore: separator?.[0].length ?? 0,
  };
}

function readingOf(
  body: string,
  delimiter: string,
  returnEnds: boolean,
  quotes: boolean,
  whole: boolean,
): Reading {
  const lines = plainLineEnds(body, { delimiter, returnEnds, quotes });
  const parser = new Papa.Parser({ delimiter, newline: '\n', ...(quotes ? {} : { fastMode: true }) });
  const { data, errors } = parser.parse(lines, 0, !whole) as ParseResult<string[]>;
  const wrong = new Set(errors.map(({ row }) => row));
  const filled = data.filter((fields) => !isBlank(fields));
  const widths = new Map<number, number>();
  data.forEach((fields, i) => {
    if (isBlank(fields) || wrong.has(i)) return;
    const width = withoutTail(fields).length;
    widths.set(width, (widths.get(width) ?? 0) + 1);
  });
  const [[width, rows] = [0, 0]] = [...widths].sort(
    ([widthX, rowsX], [widthY, rowsY]) => rowsY - rowsX || widthY - widthX,
  );
  const share = filled.length > 1 ? rows / filled.length : 0;
  const header = data[headerRow({ rows: data, width })] ?? [];
  // Cells at a row's end may be empty by right, so the header may be wider than most rows are filled.
  const fitting = filled.filter(
    (fields) => withoutTail(fields).length <= header.length && header.length <= fields.length,
  );
  const fits = header.length > 1 && filled.length > 1 ? fitting.length / filled.length : 0;
  const judged = fits >= share && fits > 0 ? { width: header.length, share: fits } : { width, share };
  const marks = lines.split(delimiter);
  const spaced = marks.slice(1).filter((part) => part.startsWith(' ')).length / Math.max(1, marks.length - 1);
  const headerFits = header.length >= judged.width && judged.width > 1;
  return { delimiter, returnEnds, rows: data, ...judged, headerFits, spaced };
}

/**
 * One column is no table: what makes several of most rows is better. Then the header's word, then likeness. Where
 * nothing makes a table, the header alone is to tell, so that rows can be called malformed by it.
 */
function isBetter(x: Reading, y: Reading): boolean {
  const isTable = (reading: Reading): boolean => reading.width > 1 && reading.share > 0.5;
  const order = [
    Number(isTable(x)) - Number(isTable(y)),
    isTable(x) ? 0 : headerWidth(x) - headerWidth(y),
    Number(x.headerFits) - Number(y.headerFits),
    x.share - y.share,
    y.spaced - x.spaced,
    headerWidth(x) - headerWidth(y),
    x.rows.length - y.rows.length,
  ];
  return (order.find((difference) => Math.abs(difference) > 1e-9) ?? 0) > 0;
}

const headerWidth = (reading: Reading): number => (reading.rows[headerRow(reading)] ?? []).length;

function withoutTail(fields: readonly string[]): readonly string[] {
  let length = fields.length;
  while (length > 0 && fields[length - 1]?.trim() === '') length -= 1;
  return fields.slice(0, length);
}

const USUAL_NAMES: ReadonlySet<string> = new Set([...TEXTS, ...LABELS]);

const namesColumns = (fields: readonly string[]): boolean =>
  fields.some((field) => USUAL_NAMES.has(field.trim().toLowerCase()));

/** The row that names the columns: not a title of one cell, nor a comment, nor a pair such as “Exported on, today”. */
function headerRow({ rows, width }: Pick<Reading, 'rows' | 'width'>): number {
  if (width < 2)
    return Math.max(
      0,
      firstOf(rows, (fields) => !isBlank(fields)),
    );
  const first = firstOf(rows, (fields) => {
    const cells = fields.filter((field) => field.trim() !== '').length;
    const isComment = fields[0]?.trim().startsWith('#') && withoutTail(fields).length !== width;
    return cells > 1 && !isComment;
  });
  if (first < 0) return 0;
  const candidate = rows[first] ?? [];
  if (candidate.length >= width || namesColumns(candidate)) return first;
  const named = firstOf(rows, (fields) => fields.length >= width && namesColumns(fields));
  return named < 0 ? first : named;
}

const firstOf = (
  rows: readonly (readonly string[])[],
  holds: (fields: readonly string[]) => boolean,
): number => rows.slice(0, MOST_LINES_BEFORE).findIndex(holds);
