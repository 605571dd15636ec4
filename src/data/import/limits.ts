/** How much an import takes. Checked before the work that it bounds. */

/** Rows stay in memory, and their JSON must fit a JavaScript string (2²⁹ characters). */
export const MOST_BYTES = 256 * 1024 * 1024;

/** A row that is longer than this is an unclosed quote or bracket, and what follows it cannot be told apart. */
export const MOST_ROW_CHARACTERS = 4 * 1024 * 1024;

/** Far more than the positions of any model; longer cells are malformed. */
export const MOST_CELL_CHARACTERS = 1_000_000;

export const MOST_COLUMNS = 1000;

/** More different labels than this are a column of texts or ids. */
export const MOST_CLASSES = 500;

/** Malformed rows that are listed; all are counted. */
export const MOST_LISTED = 50;

/** Rows that columns are guessed from. */
export const SAMPLE_ROWS = 500;
