/** What goes into an import of one's own data and what comes out of it. */
import type { SplitName, Task } from '../../experiment/task-types.ts';
import type { MostRows } from './fewer-rows.ts';

/** A file as bytes, read piece by piece. Reading is the caller's; `blob-source.ts` has one for dropped files. */
export interface ImportSource {
  readonly name: string;
  readonly bytes: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A file, and the split that all its rows belong to; null where a column tells it or they are to be divided. */
export interface ImportFile {
  readonly source: ImportSource;
  readonly split: SplitName | null;
}

/** Parts of the rows, summing to 1. */
export type Shares = Readonly<Record<SplitName, number>>;

export interface ImportProgress {
  readonly file: string;
  /** Over all files. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Rows read so far, well-formed or not. */
  readonly rows: number;
}

/** Names of columns. What is left out is guessed; null stands for none. */
export interface ColumnOptions {
  readonly a?: string;
  readonly b?: string | null;
  readonly label?: string;
  readonly split?: string | null;
}

/** A value of the label column and the class's name. */
export interface ClassOption {
  readonly value: string;
  readonly name: string;
}

export interface ImportOptions {
  readonly name: string;
  readonly family?: string;
  readonly source?: string;
  readonly licence?: string;
  readonly columns?: ColumnOptions;
  /** The classes in order; without it every value of the label column is one, the most frequent first. */
  readonly classes?: readonly ClassOption[];
  /** A list of words a class, in the order of the classes; the class names without it. */
  readonly labelWords?: readonly (readonly string[])[];
  readonly template?: string;
  readonly shares?: Shares;
  readonly seed?: number;
  /** More rows than these are left to chance, by the seed. */
  readonly most?: MostRows;
  /** Leaves malformed rows out instead of refusing the file. */
  readonly skipMalformed?: boolean;
  /** Takes from train what train, dev or test already has. */
  readonly dropDuplicates?: boolean;
  /** Takes values of the label that differ in spelling only as one class. */
  readonly mergeSpellings?: boolean;
  /** Leaves rows out whose label looks like a missing one. */
  readonly dropUnlabelled?: boolean;
  /** False where a quote mark is a character as any other, as in most TSV files of benchmarks. */
  readonly quotes?: boolean;
  /** What stands between the fields of a table; told by its rows where it is left out. */
  readonly delimiter?: string | undefined;
  /** Called after each piece of a file and waited for, so that a page can draw in between. */
  readonly onProgress?: (progress: ImportProgress) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

export interface RowProblem {
  readonly file: string;
  /** Line that the row starts on, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** A column and why it was taken. */
export interface ColumnChoice {
  readonly column: string;
  readonly reason: string;
}

export interface ColumnMapping {
  readonly a: ColumnChoice;
  readonly b: ColumnChoice | null;
  readonly label: ColumnChoice;
  readonly split: ColumnChoice | null;
}

export interface LongText {
  readonly file: string;
  readonly line: number;
  /** Both texts together, in UTF-16 units. */
  readonly characters: number;
}

/** Texts count as the same when they differ in case, white space or Unicode form only. */
export interface DuplicateCounts {
  /** Rows of a split that repeat an earlier one of it, before anything is removed. */
  readonly within: Readonly<Record<SplitName, number>>;
  /** Different texts that occur with more than one class. */
  readonly contradicting: number;
  /** Rows of dev whose text train has. */
  readonly trainDev: number;
  /** Rows of test whose text train has. */
  readonly trainTest: number;
  /** Rows of test whose text dev has. */
  readonly devTest: number;
  readonly removedFromTrain: number;
}

export interface ImportReport {
  readonly files: readonly {
    readonly name: string;
    readonly split: SplitName | null;
    readonly rows: number;
  }[];
  readonly columns: ColumnMapping;
  /** Rows of all files, the malformed ones included. */
  readonly rowsRead: number;
  /** `listed` holds the first of them. */
  readonly skipped: { readonly count: number; readonly listed: readonly RowProblem[] };
  readonly classes: readonly ClassOption[];
  /** Rows of each class, in the order of `classes`. */
  readonly balance: Readonly<Record<SplitName, readonly number[]>>;
  readonly duplicates: DuplicateCounts;
  /** The longest first. */
  readonly longest: Readonly<Record<SplitName, readonly LongText[]>>;
  /** What else one should know, a sentence each. */
  readonly notes: readonly string[];
}

export interface ImportedTask {
  readonly task: Task;
  readonly report: ImportReport;
}
