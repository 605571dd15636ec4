/** Attention of a block (spec 3): in each head among the selected tokens alone, or among all. */
import type { ReaderModel } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { linear, offsets, plainNorm } from './layers.ts';
import type { Selection } from './selection.ts';
import type { Weights } from './weights.ts';

export interface Attended {
  /** [sequences, length, heads, width of a head], 0 at tokens that are not selected. */
  readonly states: Value;
  /** [sequences, heads, kept, kept] of the selected tokens in the selection's order. */
  readonly shares: Value;
}

/** @param selection null for attention among all tokens */
export function attention(
  b: Builder,
  model: ReaderModel,
  weights: Weights,
  block: string,
  at: { readonly u: Value; readonly mask: Value; readonly selection: Selection | null },
): Attended {
  const { mul, add, reshape, transpose } = arithmetic(b);
  const { u, mask, selection } = at;
  const { heads, width, attentionNorm } = model;
  const [sequences, length] = u.dims;
  const own = width / heads;
  const x = attentionNorm ? plainNorm(b, u) : u;
  const swap = [0, 2, 1, 3];
  const [query, key, value] = ['query', 'key', 'value'].map((part) => {
    const states = reshape(linear(b, weights, `${block}.${part}`, x), [sequences, length, heads, own]);
    return selection === null ? transpose(states, swap) : selection.take(states);
  });
  const isToken = selection === null ? reshape(mask, [sequences, 1, length]) : selection.isToken;
  const kept = query.dims[2];
  const column = (value: Value): Value => reshape(value, [sequences, value.dims[1], kept, 1]);
  const row = (value: Value): Value => reshape(value, [sequences, value.dims[1], 1, kept]);
  const products = b.op('MatMul', [mul(query, 1 / Math.sqrt(own)), transpose(key, [0, 1, 3, 2])]);
  const shares = b.op('Softmax', [add(products, row(offsets(b, isToken)))], { axis: -1 });
  const found = mul(b.op('MatMul', [shares, value]), column(isToken));
  return { shares, states: selection === null ? transpose(found, swap) : selection.putBack(found) };
}
