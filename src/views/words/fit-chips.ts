/** How many words fit in some lines, with room for the count of those left over. */

/** In pixels at a type of 1. */
export interface ChipSize {
  /** A letter, on the average. */
  readonly letter: number;
  /** What a word has besides its letters. */
  readonly around: number;
  /** Between two words. */
  readonly gap: number;
  /** The count behind them. */
  readonly count: number;
}

export const CHIP: ChipSize = { letter: 6.7, around: 18, gap: 6, count: 44 };

/** A struck word, and the beginning of the next one. */
export const STRUCK: ChipSize = { letter: 6.6, around: 0, gap: 6, count: 24 };

/** @param width of the lines in pixels; @param type size of type, 1 on a desk */
export function fitChips(
  words: readonly string[],
  width: number,
  lines: number,
  { letter, around, gap, count }: ChipSize,
  type = 1,
): number {
  let line = 0;
  let used = 0;
  for (const [index, word] of words.entries()) {
    const chip = Math.min(width, (word.length * letter + around) * type);
    if (used > 0 && used + chip > width) {
      line += 1;
      used = 0;
    }
    if (line >= lines) return index;
    const isLast = index === words.length - 1;
    // The last line keeps room for the count, unless nothing is left over.
    if (line === lines - 1 && !isLast && used + chip + (gap + count) * type > width && used > 0) return index;
    used += chip + gap * type;
  }
  return words.length;
}
