/**
 * Accuracies and differences over a grid of templates and support sets, all of which answered the same rows, with what is
 * known of their error (docs/statistics.md). Report and page say what this says.
 */
import { unseenShare } from '../crossed-mean.ts';
import {
  errorInterval,
  meanError,
  seedError,
  sumOfErrors,
  within,
  type ErrorTerm,
} from '../standard-error.ts';
import type { Interval } from '../statistics.ts';

/** What one template with one support set answered. */
export interface CellAnswers {
  readonly template: number;
  readonly seed: number;
  /** The class chosen for each row. */
  readonly predictions: readonly number[];
}

/** In shares. */
export interface MeanOverCells {
  readonly mean: number;
  /** 95 %; null for fewer than two rows. */
  readonly interval: Interval | null;
}

/** A number a row, of one cell. */
interface CellValues {
  readonly template: number;
  readonly seed: number;
  readonly rows: readonly number[];
}

/** Rows that a cell answered rightly. Cells whose answers are not there are left out. */
const rightRows = (cells: readonly CellAnswers[], truth: readonly number[]): readonly CellValues[] =>
  cells
    .filter(({ predictions }) => predictions.length === truth.length)
    .map(({ template, seed, predictions }) => ({
      template,
      seed,
      rows: truth.map((label, row) => Number(predictions[row] === label)),
    }));

/** Accuracy over the cells; null without rows or answers. */
export function accuracyOver(cells: readonly CellAnswers[], truth: readonly number[]): MeanOverCells | null {
  return meanOf(rightRows(cells, truth), { low: 0, high: 1 });
}

/** `after` less `before` over the templates and supports that both have, row by row; null where they share none. */
export function differenceOver(
  before: readonly CellAnswers[],
  after: readonly CellAnswers[],
  truth: readonly number[],
): MeanOverCells | null {
  return meanOf(gainsOf(before, after, truth), DIFFERENCES);
}

/** As `differenceOver`, with the interval over supports and rows alone: what these templates would show again. */
export function differenceOfThese(
  before: readonly CellAnswers[],
  after: readonly CellAnswers[],
  truth: readonly number[],
): MeanOverCells | null {
  return meanOf(gainsOf(before, after, truth), DIFFERENCES, false);
}

const DIFFERENCES: Interval = { low: -1, high: 1 };

/** Row by row, of the templates and supports that both have. */
function gainsOf(
  before: readonly CellAnswers[],
  after: readonly CellAnswers[],
  truth: readonly number[],
): readonly CellValues[] {
  const others = rightRows(before, truth);
  return rightRows(after, truth).flatMap(({ template, seed, rows }) => {
    const other = others.find((one) => one.template === template && one.seed === seed);
    return other === undefined
      ? []
      : [{ template, seed, rows: rows.map((right, row) => right - other.rows[row]) }];
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Values by a number that each cell has. */
function groups<T>(cells: readonly T[], by: (cell: T) => number): readonly (readonly T[])[] {
  return Array.from(new Set(cells.map(by)), (key) => cells.filter((cell) => by(cell) === key));
}

/**
 * The mean over templates of the means over their supports. Templates, supports and rows are all drawn, and each is
 * crossed with the others, so the error is that of the rows' means, plus that of the templates' means, plus that of what
 * supports add to their template's mean. What only two of them together explain is counted in both, which errs to the
 * wide side. Of fewer than three templates, or supports, nothing is known of how others would differ.
 */
function meanOf(cells: readonly CellValues[], bounds: Interval, drawsTemplates = true): MeanOverCells | null {
  const rows = cells.at(0)?.rows.length ?? 0;
  if (rows === 0) return null;
  const byTemplate = groups(cells, ({ template }) => template);
  const ofTemplates = byTemplate.map((own) => mean(own.map((cell) => mean(cell.rows))));
  const middle = mean(ofTemplates);
  if (rows < 2) return { mean: middle, interval: null };
  const ofRows = Array.from({ length: rows }, (_, row) =>
    mean(byTemplate.map((own) => mean(own.map((cell) => cell.rows[row])))),
  );
  const added = byTemplate.flatMap((own, at) =>
    own.map((cell) => ({ seed: cell.seed, value: mean(cell.rows) - ofTemplates[at] })),
  );
  const ofSeeds = groups(added, ({ seed }) => seed).map((own) => mean(own.map(({ value }) => value)));
  const parts = [meanError(ofRows), drawsTemplates ? seedError(ofTemplates) : null, seedError(ofSeeds)];
  const error = sumOfErrors(parts.filter((part): part is ErrorTerm => part !== null));
  // What varies nowhere is off by what so many rows can't show.
  const unseen = unseenShare(rows);
  const interval =
    error.variance > 0 ? errorInterval(middle, error) : { low: middle - unseen, high: middle + unseen };
  return { mean: middle, interval: within(interval, bounds) };
}
