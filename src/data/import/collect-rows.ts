/** Reads the files of an import and keeps of every row what the columns say: texts, value of the label, split. */
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import type { SplitName } from '../../experiment/task-types.ts';
import { columnsOf, guessColumns } from './guess-columns.ts';
import type { ColumnMapping, ColumnOptions, ImportFile, ImportOptions, RowProblem } from './import-types.ts';
import { MOST_CELL_CHARACTERS, MOST_CLASSES, MOST_LISTED, SAMPLE_ROWS } from './limits.ts';
import { isInvisible } from './invisible.ts';
import { readSource } from './read-source.ts';
import type { Cells, ReadItem } from './row-reader.ts';
import { readSplitName } from './split-name.ts';

/** A row as the columns give it. */
export interface CollectedRow {
  readonly file: string;
  readonly line: number;
  readonly a: string;
  readonly b?: string;
  /** Value of the label column. */
  readonly value: string;
  /** Null where neither file nor column tells. */
  readonly split: SplitName | null;
}

/** A line in front of a file's header. */
export interface PassedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

type RowOf = Extract<ReadItem, { kind: 'row' }>;
type RowItem = Exclude<ReadItem, { kind: 'passed' }>;

export interface CollectedRows {
  readonly passed: readonly PassedLine[];
  readonly rows: readonly CollectedRow[];
  readonly columns: ColumnMapping;
  readonly rowsRead: number;
  readonly malformed: { readonly count: number; readonly listed: readonly RowProblem[] };
}

const COLUMN_OPTIONS = { a: '--a', b: '--b', label: '--label', split: '--split' } as const;

/** @throws LabError `task` naming file, line or column; `cancelled` by the signal */
export async function collectRows(
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<CollectedRows> {
  // A split column has nothing to say where every file has its split.
  const allTold = files.every(({ split }) => split !== null);
  const given = allTold ? { split: null, ...options.columns } : (options.columns ?? {});
  const collector = new Collector(given, options.skipMalformed === true);
  const bytesTotal = files.reduce((sum, { source }) => sum + source.bytes, 0);
  let before = { bytes: 0, rows: 0 };
  for (const file of files) {
    const read = readSource(file.source, {
      quotes: options.quotes ?? true,
      delimiter: options.delimiter,
      signal: options.signal,
      onProgress: ({ bytesRead, rows, ...rest }) =>
        options.onProgress?.({
          ...rest,
          bytesTotal,
          bytesRead: before.bytes + bytesRead,
          rows: before.rows + rows,
        }),
    });
    collector.open(file);
    for await (const items of read) collector.add(items);
    collector.close();
    before = { bytes: before.bytes + file.source.bytes, rows: collector.rowsRead };
  }
  return collector.result();
}

class Collector {
  private readonly given: ColumnOptions;
  private readonly skipMalformed: boolean;
  private readonly rows: CollectedRow[] = [];
  private readonly listed: RowProblem[] = [];
  private readonly values = new Set<string>();
  private readonly passed: PassedLine[] = [];
  private malformed = 0;
  private columns: ColumnMapping | null = null;
  private file: ImportFile | null = null;
  /** What waits for the columns to be known, in the file's order; null once they are. */
  private waiting: RowItem[] | null = [];
  rowsRead = 0;

  constructor(given: ColumnOptions, skipMalformed: boolean) {
    this.given = given;
    this.skipMalformed = skipMalformed;
  }

  open(file: ImportFile): void {
    this.file = file;
    this.waiting = [];
  }

  add(items: readonly ReadItem[]): void {
    for (const item of items) {
      if (item.kind === 'passed') {
        this.passed.push({ file: this.name, line: item.line, text: item.text });
        continue;
      }
      this.rowsRead += 1;
      if (this.waiting === null) this.takeItem(item);
      else if (this.waiting.push(item) >= SAMPLE_ROWS) this.settle();
    }
  }

  close(): void {
    if (this.waiting !== null && this.waiting.length > 0) this.settle();
  }

  result(): CollectedRows {
    const malformed = { count: this.malformed, listed: this.listed };
    if (this.malformed > 0 && !this.skipMalformed) throw malformedError(malformed);
    if (this.columns === null || this.rows.length === 0) {
      throw taskError(
        this.file?.source.name ?? 'import',
        this.malformed > 0 ? 'no row is well-formed.' : 'there are no rows.',
        'Give a file with a header and rows, or with an object a row.',
      );
    }
    return {
      rows: this.rows,
      columns: this.columns,
      rowsRead: this.rowsRead,
      malformed,
      passed: this.passed,
    };
  }

  private get name(): string {
    return this.file?.source.name ?? '';
  }

  /** Finds the columns in what has been read so far, and takes the rows that waited for them. */
  private settle(): void {
    const waiting = this.waiting ?? [];
    const sample = waiting.flatMap((item) => (item.kind === 'row' ? [item.cells] : []));
    if (sample.length > 0) {
      // The first file decides; the others must have the same columns.
      const lists = new Set(waiting.flatMap((item) => (item.kind === 'row' ? (item.lists ?? []) : [])));
      this.columns ??= this.findColumns(sample, [...lists]);
      this.checkColumns(this.columns, [...columnsOf(sample), ...lists]);
    }
    this.waiting = sample.length > 0 ? null : [];
    for (const item of waiting) this.takeItem(item);
  }

  private takeItem(item: RowItem): void {
    if (item.kind === 'malformed') this.refuse(item.line, item.reason);
    else this.take(item);
  }

  private findColumns(sample: readonly Cells[], lists: readonly string[]): ColumnMapping {
    const { a, b, label, split } = guessColumns(sample, this.given);
    const columns = columnsOf(sample);
    if (label === null) throw this.noColumn('the class', '--label', columns, lists);
    if (a === null) throw this.noColumn('the text', '--a', columns, lists);
    return { a, b, label, split };
  }

  private noColumn(
    what: string,
    option: string,
    columns: readonly string[],
    lists: readonly string[],
  ): LabError {
    if (lists.length > 0) {
      return taskError(
        this.name,
        `no column looks like ${what}; there are ${list(columns)}, and ${list(lists)} hold${lists.length === 1 ? 's' : ''} lists or objects, not text.`,
        `Write one text a cell, or name another column with ${option}.`,
      );
    }
    return taskError(
      this.name,
      `no column looks like ${what}; there are ${list(columns)}.`,
      `Name the column with ${option}. The first row of a CSV or TSV file must name the columns.`,
    );
  }

  private checkColumns(mapping: ColumnMapping, columns: readonly string[]): void {
    const seen = new Map<string, string>();
    for (const use of ['a', 'b', 'label', 'split'] as const) {
      const column = mapping[use]?.column;
      if (column === undefined) continue;
      const option = COLUMN_OPTIONS[use];
      if (!columns.includes(column)) {
        throw taskError(
          this.name,
          `there is no column “${column}” (${option}).`,
          `The columns are ${list(columns)}.`,
        );
      }
      const other = seen.get(column);
      if (other !== undefined) {
        throw taskError(
          this.name,
          `column “${column}” is asked for twice, by ${other} and ${option}.`,
          `Give each its own; the columns are ${list(columns)}.`,
        );
      }
      seen.set(column, option);
    }
  }

  private take({ line, cells, lists }: RowOf): void {
    const columns = this.columns;
    if (columns === null || this.file === null) return;
    const cell = (choice: { readonly column: string }): string => (cells.get(choice.column) ?? '').trim();
    const [a, b, value] = [cell(columns.a), columns.b === null ? null : cell(columns.b), cell(columns.label)];
    const listed = [columns.a, columns.b, columns.label].find(
      (choice) => choice !== null && lists?.includes(choice.column) === true,
    );
    const problem =
      (listed === undefined || listed === null
        ? null
        : `column “${listed.column}” holds a list or an object, not a text`) ??
      textProblem(a, columns.a.column) ??
      (b === null ? null : textProblem(b, columns.b?.column ?? '')) ??
      textProblem(value, columns.label.column);
    if (problem !== null) {
      this.refuse(line, problem);
      return;
    }
    let split = this.file.split;
    if (split === null && columns.split !== null) {
      split = readSplitName(cell(columns.split));
      if (split === null) {
        const told = shortened(cell(columns.split));
        this.refuse(line, `column “${columns.split.column}” says “${told}”, which is no train, dev or test`);
        return;
      }
    }
    this.countValue(value, columns.label.column);
    const row = { file: this.name, line, a, value, split };
    this.rows.push(b === null ? row : { ...row, b });
  }

  private countValue(value: string, column: string): void {
    this.values.add(value);
    if (this.values.size <= MOST_CLASSES) return;
    throw taskError(
      this.name,
      `column “${column}” has more than ${MOST_CLASSES} different values, too many for classes.`,
      'Name the column of the class with --label.',
    );
  }

  private refuse(line: number, reason: string): void {
    this.malformed += 1;
    if (this.listed.length < MOST_LISTED) this.listed.push({ file: this.name, line, reason });
  }
}

function textProblem(text: string, column: string): string | null {
  if (isInvisible(text)) return `column “${column}” is empty or no text`;
  if (text.length <= MOST_CELL_CHARACTERS) return null;
  return `column “${column}” has ${text.length} characters; at most ${MOST_CELL_CHARACTERS} are read`;
}

/** Rows that an error names; the report lists more. */
const NAMED_ROWS = 5;

function malformedError({ count, listed }: CollectedRows['malformed']): LabError {
  const [first] = listed;
  const named = listed
    .slice(0, NAMED_ROWS)
    .map(({ file, line, reason }) => `${file === first?.file ? '' : `${file}, `}line ${line}: ${reason}`);
  const more = count > named.length ? `; and ${count - named.length} more` : '';
  return taskError(
    first?.file ?? 'import',
    `${count === 1 ? 'one row is' : `${count} rows are`} malformed (${named.join('; ')}${more}).`,
    'Mend these rows, or leave malformed rows out (--skip-malformed).',
  );
}

const LONGEST_NAMED = 60;
const MOST_NAMED = 20;

export const shortened = (text: string): string =>
  text.length <= LONGEST_NAMED ? text : `${text.slice(0, LONGEST_NAMED)}…`;

function list(columns: readonly string[]): string {
  const named = columns.slice(0, MOST_NAMED).map((column) => `“${shortened(column)}”`);
  return named.join(', ') + (columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : '');
}
