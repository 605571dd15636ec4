/** What an import takes where nothing is said. */

export const DEFAULT_SEED = 1;

const ONE_TEXT = '{a} it was [MASK] .';
const TWO_TEXTS = '{a} ? [MASK] , {b}';

/** The template of a task that is given none. */
export const usualTemplate = (pairs: boolean): string => (pairs ? TWO_TEXTS : ONE_TEXT);
