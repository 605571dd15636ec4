/**
 * Where cells that take long stand, kept beside the record: after a reload, a crash or a stop they go on from there. A cell
 * that isn't found there, or whose form isn't its kind's, begins anew.
 */
export interface UnfinishedCells {
  /** What was left of a cell, by its id; undefined for nothing. It may come from anywhere: check its form. */
  find(cell: string): Promise<unknown>;
  /** @param state that structured cloning can copy */
  keep(cell: string, state: object): Promise<void>;
}

/** Keeps nothing. */
export const NOTHING_UNFINISHED: UnfinishedCells = {
  find: () => Promise.resolve(undefined),
  keep: () => Promise.resolve(),
};
