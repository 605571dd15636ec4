/** What the place Words is given: the run it shows, the logits that its words are judged by, and what can be asked for. */
import type { StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { ExpandedClass, ExpansionSource } from '../../experiment/verbalizer/expansion.ts';
import type { StoredVerbalizer } from '../../experiment/verbalizer/verbalizer.ts';
import type { VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import type { WordLogits } from '../../experiment/verbalizer/word-logits.ts';
import type { FigureMetadata } from '../../views/table-twin.ts';
import type { LiveSweepState } from '../sweep/live-sweep-state.ts';

/** A run of one task on one PLM, out of a report. */
export interface ShownRun {
  readonly plm: string;
  readonly seeds: readonly number[];
  readonly task: VerbalizedTask;
  /** The list of words that it was made with, as the form names lists. */
  readonly words: string;
  /** Unlabelled texts of a support set. */
  readonly support: number;
  /** Share of the vocabulary that counts as rare. */
  readonly frequencyCut: number;
  /** Templates and supports whose word logits were kept, or can be had at once. */
  readonly looks: readonly { readonly template: number; readonly seed: number }[];
  /** A soft prompt trained on the same task and PLM, where one was recorded. */
  readonly trained: { readonly accuracy: number; readonly note: string } | null;
  /** How it was made: goes into every file. */
  readonly madeBy: FigureMetadata;
}

/** Of one template and one support set: each step can be computed anew from it. */
export interface ShownLogits {
  /** Position among the task's templates. */
  readonly template: number;
  readonly seed: number;
  readonly logits: WordLogits;
  /** Texts of the rows, where they are known. */
  readonly texts: readonly string[] | null;
}

/** The sentence that is looked at: a row of the run, or one's own. */
export type OwnSentence =
  | { readonly kind: 'row'; readonly row: number }
  | {
      readonly kind: 'typed';
      readonly text: string;
      /** Mask logit of each word; null until they were read first, and of another text while it is read anew. */
      readonly logits: Float32Array | null;
      readonly isRead: boolean;
      readonly error: LabErrorData | null;
    };

/** A run that ships with the page, in short: without rows, and of the words only how many there are. */
export type RecordedRun = ShownRun;

export type ExpansionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: LabErrorData }
  | { readonly kind: 'done'; readonly classes: readonly ExpandedClass[] };

export interface WordsState extends LiveSweepState {
  /** Where the run shown comes from. */
  readonly origin: 'none' | 'recorded' | 'file' | 'live';
  readonly shown: ShownRun | null;
  /** null until they are there: then no word can be taken out. */
  readonly logits: ShownLogits | null;
  readonly sentence: OwnSentence;
  readonly recorded: readonly RecordedRun[];
  readonly expansion: ExpansionState;
  /** Lists of words for the task of the form, and how each is called: shipped ones, and what was expanded here. */
  readonly wordLists: readonly (readonly [string, string])[];
}

/** The form of a live run; numbers as they are typed. */
export interface WordsDraft {
  readonly plm: string;
  readonly task: string;
  readonly templates: readonly string[];
  readonly support: string;
  readonly seeds: string;
  readonly rows: string;
  /** Empty for what is usual: a half, and nothing where sentiment is asked. */
  readonly frequencyCut: string;
  readonly handling: 'mean' | 'first' | 'max';
  readonly oneToken: boolean;
  /** Which of the lists of words to sort with. */
  readonly words: string;
}

export interface ExpansionAsk {
  /** Of each class, its name first. */
  readonly seeds: readonly (readonly string[])[];
  readonly sources: readonly ExpansionSource[];
  /** Senses to start from, by seed; the most frequent ones of a seed that is not there. */
  readonly senses: Readonly<Record<string, readonly string[]>>;
}

export interface WordsLab {
  readonly store: StoreApi<WordsState>;
  readonly draft: StoreApi<WordsDraft>;
  readonly plms: readonly (readonly [string, string])[];
  readonly tasks: readonly (readonly [string, string])[];
  /** Shows the recorded run that the place opens with, unless there is another one. */
  open(): void;
  /** Shows the recorded run of a task on a PLM, where there is one, and takes both into the form. */
  choose(plm: string, task: string): void;
  /** Shows a run of this device; the place says what is wrong with one that can't be shown. */
  showSaved(id: string): void;
  /** Brings the logits of another template and support set. */
  look(template: number, seed: number): void;
  start(): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Reads a text of one's own a moment after it was typed last. */
  type(text: string): void;
  sample(row: number): void;
  expand(ask: ExpansionAsk): void;
  /** Takes the words that were expanded last into the form. */
  takeExpanded(): void;
  openFiles(files: readonly File[]): void;
  /** The run shown as an experiment file; null where there is none. */
  file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
  /** Keeps words on this device, among the Library’s verbalizers. @returns what they are called there; null where they could not be kept */
  keep(words: StoredVerbalizer): Promise<string | null>;
}
