/**
 * A text on its way through a normaliser, with the characters of the original that each of its units came from.
 * Stages compose: each one describes its work as leaves (a range of its input became this output).
 */
export interface AlignedText {
  readonly text: string;
  /** `starts[i]`, `ends[i]`: the original's characters behind unit `i` of `text`; both never decrease. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Where the original ends, for what stands behind the last unit. */
  readonly originalEnd: number;
}

/** Input units `[start, end)` became `output`; an empty range is text that the stage put in by itself. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly output: string;
}

/** `text` as it stands at `offset` of the original. */
export function alignedAt(text: string, offset: number): AlignedText {
  const starts = Int32Array.from({ length: text.length }, (_, i) => offset + i);
  return { text, starts, ends: starts.map((start) => start + 1), originalEnd: offset + text.length };
}

/** Original characters behind units `[start, end)`. */
export function originalSpan(aligned: AlignedText, start: number, end: number): readonly [number, number] {
  const from = aligned.starts[start] ?? aligned.originalEnd;
  if (end <= start) return [from, from];
  return [from, aligned.ends[end - 1] ?? aligned.originalEnd];
}

/** The text after a stage that did what `leaves` say, in order. */
export function applyLeaves(aligned: AlignedText, leaves: readonly Leaf[]): AlignedText {
  const text = leaves.map((leaf) => leaf.output).join('');
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let unit = 0;
  for (const leaf of leaves) {
    const [start, end] = originalSpan(aligned, leaf.start, leaf.end);
    starts.fill(start, unit, unit + leaf.output.length);
    ends.fill(end, unit, unit + leaf.output.length);
    unit += leaf.output.length;
  }
  return { text, starts, ends, originalEnd: aligned.originalEnd };
}

/** Units `[start, end)` alone. */
export function sliceAligned(aligned: AlignedText, start: number, end: number): AlignedText {
  return {
    text: aligned.text.slice(start, end),
    starts: aligned.starts.subarray(start, end),
    ends: aligned.ends.subarray(start, end),
    originalEnd: originalSpan(aligned, end, end)[0],
  };
}
