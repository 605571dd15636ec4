/** Gold spans as a batch's numbers for the span head's loss. */
import { NEVER } from './model/layers.ts';

export interface JoinedShape {
  readonly batch: number;
  readonly passages: number;
  readonly passageLength: number;
}

/**
 * [batch, tokens, longest]: log of how often a span is named, far below 0 where it isn't. Spans that are too long or end in
 * another passage can't be said by the head, and count for nothing.
 * @param spans [n × 3]: item, first and last token in the joined passages
 */
export function answersOf(
  spans: ArrayLike<number>,
  { batch, passages, passageLength }: JoinedShape,
  longest: number,
): Float32Array {
  const tokens = passages * passageLength;
  const times = new Float32Array(batch * tokens * longest);
  for (let at = 0; at < spans.length; at += 3) {
    const [item, start, end] = [spans[at], spans[at + 1], spans[at + 2]];
    const isSaid =
      end >= start &&
      end - start < longest &&
      Math.floor(start / passageLength) === Math.floor(end / passageLength);
    if (isSaid) times[(item * tokens + start) * longest + end - start] += 1;
  }
  return times.map((often) => (often === 0 ? NEVER : Math.log(often)));
}
