/** A text-classification task: what the rows are, how they are asked, and where they come from. */

export type SplitName = 'train' | 'dev' | 'test';

export const SPLIT_NAMES: readonly SplitName[] = ['train', 'dev', 'test'];

export interface TaskRow {
  readonly a: string;
  readonly b?: string;
  /** Index of the class in the task's `labels`. */
  readonly y: number;
}

/** Everything about a task but its rows. */
export interface TaskInfo {
  readonly name: string;
  /** Kind of question, such as `sentiment` or `topic`; transfer is strongest within one. */
  readonly family: string;
  readonly labels: readonly string[];
  readonly template: string;
  /** Label words of each class, in the order of `labels`. */
  readonly labelWords: readonly (readonly string[])[];
  readonly source: string;
  readonly licence: string;
}

export interface Task extends TaskInfo {
  readonly train: readonly TaskRow[];
  readonly dev: readonly TaskRow[];
  readonly test: readonly TaskRow[];
}

/** What catalogues and forms say of a task. */
export interface TaskEntry extends TaskInfo {
  /** Whether rows have a second text. */
  readonly pairs: boolean;
  readonly rows: Readonly<Record<SplitName, number>>;
  /** Share of the test rows that have the most frequent class. */
  readonly majority: number;
  /** Size of the three splits. */
  readonly bytes: number;
  /** Whether the model cards give reference accuracies for it. */
  readonly reference: boolean;
}
