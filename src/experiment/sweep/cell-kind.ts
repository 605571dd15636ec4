/**
 * A kind of cell is one object: what its cells are called, which there are, what they leave, and what is known of them
 * without computing anything. All that is done with the cells of a sweep is a loop over the table of its experiment's
 * kinds. How a cell is computed is an entry of another table, in `methods`.
 */
import type * as v from 'valibot';
import type { SweepRecipe } from './sweep-recipe.ts';
import type { CellResults, SweepRecord } from './sweep-record.ts';

/** An independent piece of work. What it needs of another is computed where it is needed, so any cell can run anywhere. */
export interface Cell {
  readonly kind: string;
  /** Of the recipe, or 0 where no seed changes the result. */
  readonly seed: number;
}

export interface CellResult {
  readonly kind: string;
}

/** What a cell leaves; kinds whose results have the same form share one. */
export interface ResultKind<R extends CellResult> {
  readonly kind: R['kind'];
  /** Of the result in JSON, where typed arrays are lists of numbers. */
  readonly schema: v.GenericSchema<unknown, R>;
}

/** What a cell is called, and what it leaves. */
export interface CellForm<C extends Cell = Cell, R extends CellResult = CellResult> {
  readonly kind: C['kind'];
  /** The cell's name in files, storage and messages; two cells of a sweep never share one. */
  id(cell: C): string;
  readonly result: ResultKind<R>;
}

/** Type of a task, such as sentiment. */
export type FamilyOf = (task: string) => string;

export interface CellKind<
  C extends Cell = Cell,
  R extends CellResult = CellResult,
  Recipe extends SweepRecipe = SweepRecipe,
> extends CellForm<C, R> {
  /** The cells that a recipe asks for, in order. Kinds come in the order of their table. */
  list(recipe: Recipe, familyOf: FamilyOf): readonly C[];
  /** Further cells of this kind, by the kind that they come before. */
  readonly listedBefore?: ReadonlyMap<string, CellKind<C, R, Recipe>['list']>;
  /** What a cell shares work with: cells of one owner run on one machine, where what they need is computed once. */
  owner(cell: C, recipe: Recipe): string;
  /** Tasks whose rows decide the result. */
  tasks(cell: C): readonly string[];
  /** Whether the result can be the cell's: whoever reads a record relies on lengths. */
  fits(result: R, cell: C, record: SweepRecord<Recipe>): boolean;
  /** Whether a result of the sweep `then` holds in the sweep `now`, where rows, PLMs and what all cells share are the same. */
  holds(now: Recipe, then: Recipe): boolean;
  /** Whether the result follows from how long something took, so that no repeat can give it again; none where left out. */
  followsTimes?(cell: C): boolean;
  /** A kind whose cells take about as long. */
  readonly takesAsLongAs: string;
}

/** The kind of `cell` in a table of kinds. A cell is given to its own kind alone. */
export function kindOf<K extends { readonly kind: string }>(kinds: readonly K[], { kind }: Cell): K {
  const found = kinds.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`there is no kind of cell called ${kind}`);
  return found;
}

export const isResultOf = <C extends Cell, R extends CellResult>(
  { result }: CellForm<C, R>,
  found: CellResult,
): found is R => found.kind === result.kind;

/** The result of `cell` among `results`; null where there is none, and where it failed. */
export function resultOf<C extends Cell, R extends CellResult>(
  results: CellResults,
  form: CellForm<C, R>,
  cell: C,
): R | null {
  const id = form.id(cell);
  const found = Object.hasOwn(results, id) ? results[id] : null;
  return found !== null && isResultOf(form, found) ? found : null;
}
