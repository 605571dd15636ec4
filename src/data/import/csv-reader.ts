/**
 * CSV and TSV (RFC 4180), by papaparse's low-level parser: it takes text up to a row that may go on in the next
 * piece and says where that row starts. The first row names the columns. Line numbers aren't papaparse's: they are
 * counted from the line ends within quoted fields.
 */
import Papa, { type ParseResult } from 'papaparse';
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { MOST_COLUMNS, MOST_ROW_CHARACTERS } from './limits.ts';
import { countOf, malformed, rowTooLong, type ReadItem, type RowReader } from './row-reader.ts';

export interface CsvOptions {
  /** Null where the header is to tell: the one of `, ; tab |` that stands in it most often. */
  readonly delimiter: string | null;
  /** Whether quote marks around a field are taken off. */
  readonly quotes: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

const QUOTE_REMEDY = 'Close the quote, or read the file without quoting (--no-quotes).';

/** How the file is written, as its header shows. */
interface Dialect {
  readonly delimiter: string;
  readonly lineEnd: '\n' | '\r' | '\r\n';
}

export class CsvReader implements RowReader {
  private readonly file: string;
  private readonly options: CsvOptions;
  private rest = '';
  /** Line that `#rest` starts on. */
  private line = 1;
  private dialect: Dialect | null = null;
  private columns: readonly string[] | null = null;

  constructor(file: string, options: CsvOptions) {
    this.file = file;
    this.options = options;
  }

  push(text: string): readonly ReadItem[] {
    this.rest += text;
    const items = this.read(false);
    if (this.rest.length > MOST_ROW_CHARACTERS) throw rowTooLong(this.file, this.line, QUOTE_REMEDY);
    return items;
  }

  end(): readonly ReadItem[] {
    return this.rest === '' ? [] : this.read(true);
  }

  private read(last: boolean): readonly ReadItem[] {
    this.dialect ??= findDialect(this.rest, this.options, last);
    if (this.dialect === null) return [];
    const { delimiter, lineEnd } = this.dialect;
    // Fast mode is papaparse's name for cutting at delimiters without a look at quotes.
    const fast = this.options.quotes ? {} : { fastMode: true };
    const parser = new Papa.Parser({ delimiter, newline: lineEnd, ...fast });
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
    const mark = this.dialect?.lineEnd === '\r' ? '\r' : '\n';
    this.line += 1 + fields.reduce((sum, field) => sum + countOf(mark, field), 0);
    if (fields.length === 1 && fields[0]?.trim() === '') return [];
    if (this.columns === null) {
      if (error !== undefined) throw this.headerError(`${quoteProblem(error)}.`);
      this.columns = this.header(fields);
      return [];
    }
    // A quote that is wrong may have taken whole rows into its field.
    const reach = this.line > line + 1 ? ` (it reaches to line ${this.line - 1})` : '';
    if (error !== undefined) return [malformed(line, quoteProblem(error) + reach)];
    const columns = this.columns;
    if (fields.length !== columns.length) {
      return [
        malformed(line, `it has ${fields.length} fields, and the header has ${columns.length}${reach}`),
      ];
    }
    return [{ kind: 'row', line, cells: new Map(columns.map((column, i) => [column, fields[i] ?? ''])) }];
  }

  private header(fields: readonly string[]): readonly string[] {
    if (fields.length > MOST_COLUMNS)
      throw this.headerError(`it names ${fields.length} columns; at most ${MOST_COLUMNS} are read.`);
    // Spreadsheets and pandas leave the name of a running number empty.
    const columns = fields.map((field, i) => (field.trim() === '' ? `column ${i + 1}` : field.trim()));
    const twice = columns.find((column, i) => columns.indexOf(column) !== i);
    if (twice !== undefined) throw this.headerError(`it names column “${twice}” twice.`);
    return columns;
  }

  private headerError(message: string): LabError {
    const remedy = 'The first row must name the columns, each by its own name.';
    return taskError(this.file, `the header is wrong: ${message}`, remedy, { line: 1 });
  }
}

function quoteProblem(code: string): string {
  return code === 'MissingQuotes'
    ? 'a quote is opened and never closed, so that everything after it is one field; if quotes are plain characters here, use --no-quotes'
    : 'a quote within a quoted field is not doubled; if quotes are plain characters here, use --no-quotes';
}

/** Read off the first row; null while that is not whole. */
function findDialect(text: string, { delimiter, quotes }: CsvOptions, last: boolean): Dialect | null {
  const counts = new Map<string, number>(DELIMITERS.map((mark) => [mark, 0]));
  let quoted = false;
  let lineEnd: Dialect['lineEnd'] | null = last ? '\n' : null;
  for (let i = 0; i < text.length; i += 1) {
    const mark = text[i] ?? '';
    if (mark === '"' && quotes) quoted = !quoted;
    if (quoted) continue;
    const count = counts.get(mark);
    if (count !== undefined) counts.set(mark, count + 1);
    if (mark !== '\n' && mark !== '\r') continue;
    // Whether a line feed follows shows with the next piece.
    if (mark === '\r' && i + 1 === text.length && !last) return null;
    lineEnd = mark === '\n' ? '\n' : text[i + 1] === '\n' ? '\r\n' : '\r';
    break;
  }
  if (lineEnd === null) return null;
  const [first] = [...counts].sort(([, x], [, y]) => y - x);
  return { delimiter: delimiter ?? first?.[0] ?? ',', lineEnd };
}
