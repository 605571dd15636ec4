/**
 * What the page and the worker that imports tasks say to one another: requests through Comlink (`TaskService`), progress
 * over one MessagePort. The worker keeps nothing between requests, so a request is cancelled by ending the worker.
 */
import type { ClassCounts } from '../data/import/count-classes.ts';
import type { ColumnGuess } from '../data/import/guess-columns.ts';
import type { ColumnOptions, ImportOptions, ImportReport, RowProblem } from '../data/import/import-types.ts';
import type { TaskEntry } from '../experiment/task-types.ts';
import type { SplitName } from '../experiment/task-types.ts';
import type { Answer } from './answer.ts';

/** A file as it was chosen, dropped or pasted. */
export interface OwnFile {
  readonly name: string;
  readonly content: Blob;
}

/** Rows of a table by column; long cells are cut. */
export type ShownRow = ReadonlyMap<string, string>;

/** The beginning of one table. */
export interface TablePreview {
  readonly name: string;
  readonly bytes: number;
  readonly encoding: string;
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  /** Malformed rows among the first ones. */
  readonly malformed: readonly RowProblem[];
  /** What the file's name tells. */
  readonly split: SplitName | null;
}

/** What the files are: tables to be mapped, or a task folder that says everything itself. */
export type FilesPreview =
  | {
      readonly kind: 'tables';
      readonly tables: readonly TablePreview[];
      /** As the first table suggests. */
      readonly guess: ColumnGuess;
    }
  | { readonly kind: 'task'; readonly entry: TaskEntry };

export interface TableImport {
  /** What lists call the task. */
  readonly title: string;
  /** The split of each table by its name; null where a column tells it or the rows are divided. */
  readonly splits: ReadonlyMap<string, SplitName | null>;
  readonly options: Omit<ImportOptions, 'name' | 'onProgress' | 'signal'>;
}

export interface ImportOutcome {
  /** What recipes call the task: the title in plain letters, with a number where it is taken. */
  readonly id: string;
  readonly entry: TaskEntry;
  /** Null for a task folder, which is taken as it is. */
  readonly report: ImportReport | null;
}

export type TaskEvent =
  | { readonly kind: 'read'; readonly bytes: number; readonly bytesTotal: number; readonly rows: number }
  /** All is read: rows are divided and compared. */
  | { readonly kind: 'sort' }
  | { readonly kind: 'save' };

export interface TaskService {
  connect(events: MessagePort): Promise<void>;
  /** Looks at the files; zips are opened. */
  preview(files: readonly OwnFile[], quotes: boolean): Promise<Answer<FilesPreview>>;
  /** Reads all tables for the classes and the malformed rows. */
  count(files: readonly OwnFile[], columns: ColumnOptions, quotes: boolean): Promise<Answer<ClassCounts>>;
  /** Makes a task of tables and keeps it on this device. */
  importTables(files: readonly OwnFile[], request: TableImport): Promise<Answer<ImportOutcome>>;
  /** The zip of an imported task's folder. */
  exportTask(id: string): Promise<Answer<Uint8Array>>;
  /** Keeps a task folder as a task on this device. */
  importFolder(files: readonly OwnFile[], title: string): Promise<Answer<ImportOutcome>>;
}
