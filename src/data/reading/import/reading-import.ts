/** What goes into an import of questions and passages, and what comes out of it. */
import type { ReadingItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { RowProblem } from '../../import/import-types.ts';

/** A piece of a file that is one question, or a half of one: a line, an item of an array, a whole file. */
export interface ReadingRecord {
  readonly file: string;
  /** Line that it starts on, from 1. */
  readonly line: number;
  readonly split: SplitName | null;
  readonly text: string;
}

/** Why a well-formed question can't be used. */
export const LEFT_OUT = ['no-question', 'no-passages', 'no-answer', 'yes-or-no', 'too-long'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const LEFT_OUT_WORDS: Readonly<Record<LeftOut, string>> = {
  'no-question': 'without a question or an answer',
  'no-passages': 'without passages',
  'no-answer': 'whose answer stands in no passage',
  'yes-or-no': 'to be answered with yes or no',
  'too-long': 'with too many words',
};

/** What a record is. */
export type ReadingRow =
  | { readonly kind: 'item'; readonly item: ReadingItem; readonly split: SplitName | null }
  | { readonly kind: 'left-out'; readonly why: LeftOut }
  | { readonly kind: 'malformed'; readonly problem: RowProblem };

export const malformedRow = ({ file, line }: ReadingRecord, reason: string): ReadingRow => ({
  kind: 'malformed',
  problem: { file, line, reason },
});

export type ReadingFormatName = 'wikihop' | 'searchqa' | 'quasar-t' | 'hotpot';

/** How records follow one another in a file. */
export type RecordShape = 'lines' | 'array' | 'whole';

/** A kind of file that a format consists of. */
export interface ReadingFileKind {
  readonly shape: RecordShape;
  /** @param start of the file's text, some thousand characters */
  readonly recognises: (start: string) => boolean;
  /** Kinds with a lower number are read before others, whatever the order of the files. */
  readonly turn: number;
}

/** Takes a format's records one after another; what belongs together may come in different files. */
export interface ReadingCollector {
  /** @param kind index into the format's `kinds` */
  push(record: ReadingRecord, kind: number): readonly ReadingRow[];
  /** What is left when all files have ended. */
  end(): readonly ReadingRow[];
}

export interface ReadingFormat {
  readonly label: string;
  readonly kinds: readonly ReadingFileKind[];
  readonly open: () => ReadingCollector;
}

export interface ReadingImportOptions {
  /** Told from the files without it. */
  readonly format?: ReadingFormatName;
  /** Most questions of a split; a file is read no further than that. */
  readonly most?: number;
  /** Decides how questions are divided where no file's name tells a split. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

export interface ReadingImportReport {
  readonly format: ReadingFormatName;
  readonly files: readonly {
    readonly name: string;
    readonly split: SplitName | null;
    readonly items: number;
  }[];
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  /** `listed` holds the first of them. */
  readonly malformed: { readonly count: number; readonly listed: readonly RowProblem[] };
  /** What else one should know, a sentence each. */
  readonly notes: readonly string[];
}

export interface ReadingImport {
  readonly splits: ReadingSplits;
  readonly report: ReadingImportReport;
}
