/** What the readers of CSV, TSV, JSONL and JSON have in common: text in, rows with line numbers out. */
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { MOST_ROW_CHARACTERS } from './limits.ts';

/** Cells by column. A map, so that a column called `__proto__` is a column. */
export type Cells = ReadonlyMap<string, string>;

export type ReadItem =
  | {
      readonly kind: 'row';
      readonly line: number;
      readonly cells: Cells;
      /** Columns that hold lists or objects here, where there are any; they are among no cells. */
      readonly lists?: readonly string[];
    }
  | { readonly kind: 'malformed'; readonly line: number; readonly reason: string }
  /** A line in front of the header, which is no row. */
  | { readonly kind: 'passed'; readonly line: number; readonly text: string };

/** Fed with a file's text piece by piece. */
export interface RowReader {
  /** The rows that `text` completes. @throws LabError `task` where what follows can't be told apart */
  push(text: string): readonly ReadItem[];
  /** What is left when the file has ended. */
  end(): readonly ReadItem[];
}

export const malformed = (line: number, reason: string): ReadItem => ({ kind: 'malformed', line, reason });

/** A row without an end. */
export function rowTooLong(file: string, line: number, remedy: string): LabError {
  return taskError(
    file,
    `the row that starts here has more than ${MOST_ROW_CHARACTERS} characters.`,
    remedy,
    { line },
  );
}

/** How often `mark`, a single character, stands in `text`. */
export function countOf(mark: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}
