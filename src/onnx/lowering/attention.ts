/**
 * Fused attention operators as MatMul, Softmax and Transpose, so that they can be differentiated, reduced to one query
 * and probed like any other graph. Semantics: onnxruntime ContribOperators.md and ai.onnx Attention-23.
 */
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';
import { tensorOf } from '../tensor.ts';
import {
  absent,
  arithmetic,
  float,
  input,
  int,
  ints,
  only,
  optional,
  withoutEffect,
  type Lowering,
  type LoweringNode,
  type LoweringTable,
} from './lowering.ts';

/** [B, S, H·D] → [B, H, S, D]; four-dimensional tensors have heads in front already. */
export function splitHeads(b: Builder, x: Value, heads: number): Value {
  if (x.dims.length === 4) return x;
  const [batch, length, width] = x.dims;
  const { reshape, transpose } = arithmetic(b);
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, H, S, D] → [B, S, H·D]. */
export function mergeHeads(b: Builder, x: Value): Value {
  const [batch, heads, length, width] = x.dims;
  const { reshape, transpose } = arithmetic(b);
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, heads * width]);
}

/** Key and value heads that several query heads share are repeated. */
function repeatHeads(b: Builder, x: Value, heads: number): Value {
  const [batch, own, length, width] = x.dims;
  if (own === heads) return x;
  const { reshape, expand } = arithmetic(b);
  return reshape(
    expand(reshape(x, [batch, own, 1, length, width]), [batch, own, heads / own, length, width]),
    [batch, heads, length, width],
  );
}

interface AttentionParts {
  readonly scale: number;
  /** Added to the scores, broadcast over [B, H, S, T]. */
  readonly biases: readonly (Value | null)[];
  readonly causal: boolean;
  readonly softcap?: number;
}

/** Additive mask that hides keys after the query; the last query sees all keys. */
function causalMask(b: Builder, queries: number, keys: number): Value {
  const past = keys - queries;
  const values = Array.from({ length: queries * keys }, (_, at) =>
    (at % keys) - past > Math.floor(at / keys) ? -1e30 : 0,
  );
  return b.constant(tensorOf('float32', [1, 1, queries, keys], values));
}

/** softmax(q·kᵀ·scale + biases)·v over [B, H, S, D]. */
export function attend(b: Builder, q: Value, k: Value, v: Value, parts: AttentionParts): Value {
  const { mul, add, div, op, transpose } = arithmetic(b);
  const heads = q.dims[1];
  let scores = mul(b.op('MatMul', [q, transpose(repeatHeads(b, k, heads), [0, 1, 3, 2])]), parts.scale);
  if (parts.softcap !== undefined && parts.softcap > 0)
    scores = mul(op('Tanh', div(scores, parts.softcap)), parts.softcap);
  for (const bias of parts.biases) if (bias !== null) scores = add(scores, bias);
  if (parts.causal) scores = add(scores, causalMask(b, q.dims[2], k.dims[2]));
  return b.op('MatMul', [b.op('Softmax', [scores], { axis: -1 }), repeatHeads(b, v, heads)]);
}

/** 1 keeps a key, 0 adds `filter` to its scores. */
function paddingBias(b: Builder, mask: Value, filter: number): Value {
  const { mul, sub, reshape } = arithmetic(b);
  const keep = b.op('Cast', [mask], { to: 'float32' });
  const [batch] = mask.dims;
  const dims =
    mask.dims.length === 2
      ? [batch, 1, 1, mask.dims[1]]
      : mask.dims.length === 3
        ? [batch, 1, ...mask.dims.slice(1)]
        : mask.dims;
  return mul(sub(1, reshape(keep, dims)), filter);
}

/** Number of attended keys a row (a mask of shape [B]) as a mask of shape [B, T]. */
function lengthsToMask(b: Builder, mask: Value | null, keys: number): Value | null {
  if (mask?.dims.length !== 1) return mask;
  const positions = b.constant(
    tensorOf(
      mask.type,
      [1, keys],
      Array.from({ length: keys }, (_, at) => at),
    ),
  );
  return b.op('Cast', [b.op('Less', [positions, arithmetic(b).reshape(mask, [mask.dims[0], 1])])], {
    to: 'int32',
  });
}

export const scaleOf = (at: LoweringNode, width: number): number => {
  const scale = float(at, 'scale', 0);
  return scale === 0 ? 1 / Math.sqrt(width) : scale;
};

export const refusePast = (at: LoweringNode, ...indices: readonly number[]): void => {
  for (const index of indices) {
    const past = optional(at, index);
    if (past?.dims.every((dim) => dim > 0) === true)
      throw new Error('a key-value cache can’t be used while training');
  }
};

const fusedAttention: Lowering = (b, at) => {
  refusePast(at, 4);
  absent(at, 'the length of a key-value cache', 6);
  only(at, { do_rotary: 0, past_present_share_buffer: 0 });
  // Of rotary positions, which are refused.
  withoutEffect(at, 'rotary_embedding_dim');
  const { add, slice } = arithmetic(b);
  const [x, weight] = [input(at, 0), input(at, 1)];
  const heads = int(at, 'num_heads', 1);
  const bias = optional(at, 2);
  const projected = b.op('MatMul', [x, weight]);
  const all = bias === null ? projected : add(projected, bias);
  const width = weight.dims[1] / 3;
  const sizes = ints(at, 'qkv_hidden_sizes') ?? [width, width, width];
  const [q, k, v] = sizes.map((size, index) => {
    const start = sizes.slice(0, index).reduce((sum, before) => sum + before, 0);
    return splitHeads(b, slice(all, 2, start, start + size), heads);
  });
  const mask = lengthsToMask(b, optional(at, 3), k.dims[2]);
  const filter = float(at, 'mask_filter_value', -10000);
  const biases = [mask === null ? null : paddingBias(b, mask, filter), optional(at, 5)];
  return [
    mergeHeads(
      b,
      attend(b, q, k, v, {
        scale: scaleOf(at, q.dims[3]),
        biases,
        causal: int(at, 'unidirectional', 0) === 1,
      }),
    ),
  ];
};

const multiHeadAttention: Lowering = (b, at) => {
  refusePast(at, 6, 7);
  absent(at, 'the length of a key-value cache', 8, 9);
  const { add, slice, reshape, transpose } = arithmetic(b);
  const heads = int(at, 'num_heads', 1);
  let parts: readonly Value[];
  const query = input(at, 0);
  if (query.dims.length === 5) {
    const [batch, length, , , size] = query.dims;
    parts = [0, 1, 2].map((index) =>
      transpose(reshape(slice(query, 3, index, index + 1), [batch, length, heads, size]), [0, 2, 1, 3]),
    );
  } else {
    const bias = optional(at, 3);
    const key = optional(at, 1) ?? query;
    let start = 0;
    parts = [query, key, optional(at, 2) ?? key].map((x) => {
      if (x.dims.length === 4) return x;
      const width = x.dims[2];
      start += width;
      return splitHeads(b, bias === null ? x : add(x, slice(bias, 0, start - width, start)), heads);
    });
  }
  const [q, k, v] = parts;
  const mask = lengthsToMask(b, optional(at, 4), k.dims[2]);
  const filter = float(at, 'mask_filter_value', -10000);
  const biases = [mask === null ? null : paddingBias(b, mask, filter), optional(at, 5)];
  return [
    mergeHeads(
      b,
      attend(b, q, k, v, {
        scale: scaleOf(at, q.dims[3]),
        biases,
        causal: int(at, 'unidirectional', 0) === 1,
      }),
    ),
  ];
};

/** ai.onnx Attention (opset 23): a boolean mask keeps keys, a float mask is added. */
const standardAttention: Lowering = (b, at) => {
  refusePast(at, 4, 5);
  absent(at, 'the lengths of padded rows', 6);
  // What the scores are handed out as, which nothing reads, and in which precision: here it is float32.
  withoutEffect(at, 'qk_matmul_output_mode', 'softmax_precision');
  const query = input(at, 0);
  const merged = query.dims.length === 3;
  const [q, k, v] = [
    splitHeads(b, query, int(at, 'q_num_heads', 1)),
    splitHeads(b, input(at, 1), int(at, 'kv_num_heads', 1)),
    splitHeads(b, input(at, 2), int(at, 'kv_num_heads', 1)),
  ];
  const mask = optional(at, 3);
  const bias = mask?.type === 'bool' ? b.op('Where', [mask, b.number(0), b.number(-1e30)]) : mask;
  const y = attend(b, q, k, v, {
    scale: scaleOf(at, q.dims[3]),
    biases: [bias],
    causal: int(at, 'is_causal', 0) === 1,
    softcap: float(at, 'softcap', 0),
  });
  return [merged ? mergeHeads(b, y) : y];
};

export const ATTENTION_LOWERINGS: LoweringTable = {
  'com.microsoft:Attention': fusedAttention,
  'com.microsoft:MultiHeadAttention': multiHeadAttention,
  Attention: standardAttention,
};
