/** How far a sweep has come. */
export interface SweepProgress {
  /** The cell at work and what it is doing, as far as `done` of `total`. */
  readonly cell: string;
  readonly doing: string;
  readonly done: number;
  readonly total: number;
  /** Where a prompt is trained: its loss on training rows, mean of the last steps. */
  readonly loss?: number;
  readonly cellsDone: number;
  readonly cellsTotal: number;
  /** null until a cell of the kinds that are left has been seen. */
  readonly secondsLeft: number | null;
}
