/**
 * CSV and TSV (RFC 4180), by papaparse's low-level parser: it takes text up to a row that may go on in the next
 * piece and says where that row starts. How the file is written is judged by its beginning. Line numbers aren't
 * papaparse's: they are counted from the line ends within quoted fields.
 */
import Papa, { type ParseResult } from 'papaparse';
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { findDialect, isBlank, type Dialect, type DialectOptions } from './csv-dialect.ts';
import { LineEnds } from './line-ends.ts';
import { MOST_COLUMNS, MOST_ROW_CHARACTERS } from './limits.ts';
import { malformed, rowTooLong, type ReadItem, type RowReader } from './row-reader.ts';

const QUOTE_REMEDY = 'Close the quote, or read the file without quoting (--no-quotes).';

/** Characters by which a file's way of writing is judged. */
const JUDGED_CHARACTERS = 65_536;

export class CsvReader implements RowReader {
  private readonly file: string;
  private readonly options: DialectOptions;
  /** What was read while the dialect is not known; after that, what no row has used yet. */
  private rest = '';
  /** Line that `#rest` starts on. */
  private line = 1;
  private dialect: Dialect | null = null;
  private lineEnds: LineEnds | null = null;
  private rowsBefore = 0;
  private columns: readonly string[] | null = null;

  constructor(file: string, options: DialectOptions) {
    this.file = file;
    this.options = options;
  }

  push(text: string): readonly ReadItem[] {
    if (this.lineEnds === null) {
      this.rest += text;
      if (this.rest.length < JUDGED_CHARACTERS) return [];
    }
    const items = this.read(text, false);
    if (this.rest.length > MOST_ROW_CHARACTERS) throw rowTooLong(this.file, this.line, QUOTE_REMEDY);
    return items;
  }

  end(): readonly ReadItem[] {
    return this.read('', true);
  }

  /** Where lines end; judged when it is first asked for, by what has been read. */
  private settle(last: boolean): LineEnds {
    const { charactersBefore, rowsBefore, ...dialect } = findDialect(this.rest, this.options, last);
    this.rowsBefore = rowsBefore;
    if (charactersBefore > 0) this.line += 1;
    this.dialect = { ...dialect, charactersBefore, rowsBefore };
    const text = this.rest.slice(charactersBefore);
    this.rest = '';
    const lineEnds = new LineEnds({ ...dialect, quotes: this.options.quotes });
    this.rest = lineEnds.push(text, last);
    return lineEnds;
  }

  private read(text: string, last: boolean): readonly ReadItem[] {
    if (this.lineEnds === null) this.lineEnds = this.settle(last);
    else this.rest += this.lineEnds.push(text, last);
    if (this.rest === '' || this.dialect === null) return [];
    const { delimiter } = this.dialect;
    // Fast mode is papaparse's name for cutting at delimiters without a look at quotes.
    const fast = this.options.quotes ? {} : { fastMode: true };
    const parser = new Papa.Parser({ delimiter, newline: '\n', ...fast });
    const result = parser.parse(this.rest, 0, !last) as ParseResult<string[]>;
    // Errors of the unfinished row come again when the row is read as a whole.
    const errors = new Map(
      result.errors.flatMap(({ row, code }) => (row === undefined ? [] : [[row, code] as const])),
    );
    this.rest = last ? '' : this.rest.slice(result.meta.cursor);
    return result.data.flatMap((fields, i) => this.item(fields, errors.get(i)));
  }

  private item(fields: readonly string[], error: string | undefined): readonly ReadItem[] {
    const line = this.line;
    const ends = this.dialect?.returnEnds === true ? /\r\n|\r|\n/g : /\n/g;
    this.line += 1 + fields.reduce((sum, field) => sum + (field.match(ends)?.length ?? 0), 0);
    if (this.rowsBefore > 0) {
      this.rowsBefore -= 1;
      return isBlank(fields) ? [] : [{ kind: 'passed', line, text: fields.join(' ').trim() }];
    }
    if (isBlank(fields)) return [];
    if (this.columns === null) {
      if (error !== undefined) throw this.headerError(line, `${quoteProblem(error)}.`);
      this.columns = this.header(fields, line);
      return [];
    }
    // A quote that is wrong may have taken whole rows into its field.
    const reach = this.line > line + 1 ? ` (it reaches to line ${this.line - 1})` : '';
    if (error !== undefined) return [malformed(line, quoteProblem(error) + reach)];
    const columns = this.columns;
    // Some programs end every row with a delimiter, the header's apart.
    if (fields.length < columns.length || !isBlank(fields.slice(columns.length))) {
      return [
        malformed(line, `it has ${fields.length} fields, and the header has ${columns.length}${reach}`),
      ];
    }
    return [{ kind: 'row', line, cells: new Map(columns.map((column, i) => [column, fields[i] ?? ''])) }];
  }

  private header(fields: readonly string[], line: number): readonly string[] {
    if (fields.length > MOST_COLUMNS)
      throw this.headerError(line, `it names ${fields.length} columns; at most ${MOST_COLUMNS} are read.`);
    // Spreadsheets and pandas leave the name of a running number empty.
    const columns = fields.map((field, i) => (field.trim() === '' ? `column ${i + 1}` : field.trim()));
    const twice = columns.find((column, i) => columns.indexOf(column) !== i);
    if (twice !== undefined) throw this.headerError(line, `it names column “${twice}” twice.`);
    return columns;
  }

  private headerError(line: number, message: string): LabError {
    const remedy = 'The first row must name the columns, each by its own name.';
    return taskError(this.file, `the header is wrong: ${message}`, remedy, { line });
  }
}

function quoteProblem(code: string): string {
  return code === 'MissingQuotes'
    ? 'a quote is opened and never closed, so that everything after it is one field; if quotes are plain characters here, use --no-quotes'
    : 'a quote within a quoted field is not doubled; if quotes are plain characters here, use --no-quotes';
}
