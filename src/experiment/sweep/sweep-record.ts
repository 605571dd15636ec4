/** What a sweep leaves behind, as plain data: its recipe, what it ran on, and a result a cell. */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { EngineReport } from '../run-record.ts';
import type { CellResult } from './cell-kind.ts';
import type { SweepRecipe } from './sweep-recipe.ts';

/** A cell that could not be computed; it is tried again when the sweep goes on. */
export interface FailedCell {
  readonly kind: 'failed';
  readonly error: LabErrorData;
}

export const isFailed = (result: CellResult): result is FailedCell => result.kind === 'failed';

/** What must be known of a task to read the results: no texts. */
export interface SweptTask {
  readonly name: string;
  readonly family: string;
  readonly labels: readonly string[];
  /** True classes of the test rows used. */
  readonly truth: readonly number[];
  /** By source task, the test rows used (from 0) that also stand in that task's training rows. */
  readonly leaked: Readonly<Record<string, readonly number[]>>;
  /** SHA-256 over all rows; null where the browser offers none. */
  readonly sha256: string | null;
}

export interface SweptPlm {
  readonly name: string;
  readonly width: number;
  /** SHA-256 of the word embeddings; null where the browser offers none. */
  readonly sha256: string | null;
}

/** One stretch of work: a shard, or what one visit to the page computed. */
export interface SweepPart {
  readonly madeBy: string;
  readonly startedAt: string;
  readonly engine: EngineReport;
}

/** What a record keeps beside the cells. An experiment may keep more: its records extend this one. */
export interface SweepHeader {
  readonly tasks: readonly SweptTask[];
  readonly plms: readonly SweptPlm[];
}

/** Results of cells, by the cells' ids; `resultOf` finds the one of a cell. */
export type CellResults = Readonly<Record<string, CellResult>>;

export interface SweepRecord<Recipe extends SweepRecipe = SweepRecipe> extends SweepHeader {
  readonly version: 1;
  readonly kind: 'sweep';
  readonly recipe: Recipe;
  readonly parts: readonly SweepPart[];
  readonly cells: CellResults;
}

/** The type of a task in the record, which decides what some cells are measured on; empty for a task that isn't there. */
export function familyIn({ tasks }: SweepHeader): (task: string) => string {
  const families = new Map(tasks.map(({ name, family }) => [name, family]));
  return (task) => families.get(task) ?? '';
}

/** Test rows of a task that the sweep uses; 0 for a task that isn't there. */
export const testRowsIn = ({ tasks }: SweepHeader, task: string): number =>
  tasks.find(({ name }) => name === task)?.truth.length ?? 0;

/** The cells of `record` that could not be computed, by their ids, each with why. */
export const failedCells = ({
  cells,
}: SweepRecord): readonly { readonly cell: string; readonly error: LabErrorData }[] =>
  Object.entries(cells).flatMap(([cell, result]) =>
    isFailed(result) ? [{ cell, error: result.error }] : [],
  );
