/** How many words fit in some lines as chips, with room for the count of those left over. */

/** Pixels at a type of 1: a letter, what a chip has besides, between two chips, and the count behind them. */
const LETTER = 7;
const AROUND = 19;
const GAP = 6;
const COUNT = 48;

/** @param width of the lines in pixels; @param type size of type, 1 on a desk */
export function fitChips(words: readonly string[], width: number, lines: number, type = 1): number {
  let line = 0;
  let used = 0;
  for (const [index, word] of words.entries()) {
    const chip = Math.min(width, (word.length * LETTER + AROUND) * type);
    if (used > 0 && used + chip > width) {
      line += 1;
      used = 0;
    }
    if (line >= lines) return index;
    const isLast = index === words.length - 1;
    // The last line keeps room for the count, unless nothing is left over.
    if (line === lines - 1 && !isLast && used + chip + GAP * type + COUNT * type > width && used > 0)
      return index;
    used += chip + GAP * type;
  }
  return words.length;
}
