/** From where an answer starts and ends to the answer (spec 7): the three best starts, the best end of each, equal texts added up. */

export interface SpanProbabilities {
  /** Of the start, a token of the joined passages. */
  readonly starts: ArrayLike<number>;
  /** [tokens × longest]: of the end so many tokens behind a start, given it. */
  readonly ends: ArrayLike<number>;
  readonly longest: number;
}

export interface DecodedSpan {
  readonly start: number;
  /** The last token. */
  readonly end: number;
  readonly probability: number;
}

export interface DecodedAnswer<Text> {
  /** Best start first. */
  readonly spans: readonly DecodedSpan[];
  readonly text: Text;
  /** Of all spans with this text. */
  readonly probability: number;
}

const STARTS = 3;

/**
 * Of equal probabilities the earlier token.
 * @param textOf what a span reads; texts are the same where `keyOf` is
 */
export function decodeSpans<Text>(
  { starts, ends, longest }: SpanProbabilities,
  textOf: (start: number, end: number) => Text,
  keyOf: (text: Text) => string,
): DecodedAnswer<Text> {
  const order = Array.from(starts, (_, at) => at).sort((a, b) => starts[b] - starts[a] || a - b);
  const spans = order.slice(0, STARTS).map((start): DecodedSpan => {
    let by = 0;
    for (let at = 1; at < longest; at++) if (ends[start * longest + at] > ends[start * longest + by]) by = at;
    return { start, end: start + by, probability: starts[start] * ends[start * longest + by] };
  });
  const sums = new Map<string, { readonly text: Text; probability: number }>();
  for (const { start, end, probability } of spans) {
    const text = textOf(start, end);
    const known = sums.get(keyOf(text));
    if (known === undefined) sums.set(keyOf(text), { text, probability });
    else known.probability += probability;
  }
  const best = [...sums.values()].reduce((best, one) => (one.probability > best.probability ? one : best));
  return { spans, ...best };
}
