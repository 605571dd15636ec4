/** Which tokens go when a text is too long: always the last one of the longest text, never the template's. */

/**
 * `lengths` of the texts after `excess` tokens were taken, one at a time, from the end of whichever text is then
 * the longest (the later one of equals, as Hugging Face's `longest_first` does). Null when there aren't enough.
 */
export function truncatedLengths(lengths: readonly number[], excess: number): readonly number[] | null {
  if (excess > lengths.reduce((sum, length) => sum + length, 0)) return null;
  const left = [...lengths];
  for (let taken = 0; taken < excess; taken += 1) {
    const longest = Math.max(...left);
    const at = left.lastIndexOf(longest);
    left[at] = longest - 1;
  }
  return left;
}
