/**
 * The head for answers in the text (spec 7): where an answer starts, among all tokens of all passages, and where it ends,
 * given its start, among the next tokens of the same passage.
 */
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { logSumExp, map, NEVER, offsets } from './layers.ts';
import type { Weights } from './weights.ts';

export interface SpanInput {
  /** What starts are read from, and what ends are: [batch, passages × length, width]. */
  readonly starts: Value;
  readonly ends: Value;
  /** [batch, passages, length]. */
  readonly mask: Value;
  /** Most tokens of an answer. */
  readonly longest: number;
}

export interface Spans {
  /** [batch, tokens] logarithms of probabilities; far below every other at padding. */
  readonly starts: Value;
  /** [batch, tokens, longest]: of the end so many tokens behind the start, given it. */
  readonly ends: Value;
}

export function spanHead(b: Builder, weights: Weights, at: SpanInput): Spans {
  const { sub, add, op, reshape, slice, expand } = arithmetic(b);
  const [batch, passages, length] = at.mask.dims;
  const tokens = passages * length;
  const width = at.starts.dims[2];
  const start = add(
    reshape(map(b, at.starts, weights('span.start.weight'), null), [batch, tokens]),
    offsets(b, reshape(at.mask, [batch, tokens])),
  );
  const each = [batch, passages, length, width];
  const origin = reshape(map(b, at.starts, weights('span.origin.weight'), null), each);
  const token = reshape(map(b, at.ends, weights('span.token.weight'), null), each);
  // The tokens `ahead` further on in the same passage, and whether there are any.
  const ahead = (x: Value, by: number): Value => {
    if (by === 0) return x;
    const dims = x.dims.map((dim, axis) => (axis === 2 ? by : dim));
    return b.op('Concat', [slice(x, 2, by, length), expand(b.number(0), dims)], { axis: 2 });
  };
  const logits = Array.from({ length: at.longest }, (_, by) => {
    const column = [batch, passages, length, 1];
    if (by >= length) return expand(b.number(NEVER), column);
    const joined = op('Relu', add(ahead(token, by), origin));
    const logit = map(b, joined, weights('span.end.weight'), null);
    return add(logit, reshape(offsets(b, ahead(at.mask, by)), column));
  });
  const end = reshape(b.op('Concat', logits, { axis: 3 }), [batch, tokens, at.longest]);
  return { starts: sub(start, logSumExp(b, start)), ends: sub(end, logSumExp(b, end)) };
}

/**
 * [batch]: −log Σ P(start) P(end | start) over the gold spans.
 * @param gold [batch, tokens, longest]: log of how often a span is named, `NEVER` where it isn't
 */
export function spanLosses(b: Builder, { starts, ends }: Spans, gold: Value): Value {
  const { add, op, reshape } = arithmetic(b);
  const [batch, tokens, longest] = ends.dims;
  const joint = add(add(ends, reshape(starts, [batch, tokens, 1])), gold);
  return reshape(op('Neg', logSumExp(b, reshape(joint, [batch, tokens * longest]))), [batch]);
}
