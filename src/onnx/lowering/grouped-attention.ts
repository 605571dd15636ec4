/**
 * Fused operators of decoders: grouped queries with rotary positions, and T5's relative bias. Semantics: onnxruntime
 * ContribOperators.md. Without a cache every key is of the text itself, so the lengths of the rows add nothing: rows are
 * padded on the right, and no real token looks ahead.
 */
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';
import { tensorOf } from '../tensor.ts';
import { attend, mergeHeads, refusePast, scaleOf, splitHeads } from './attention.ts';
import {
  absent,
  arithmetic,
  float,
  input,
  int,
  only,
  optional,
  withoutEffect,
  type Lowering,
  type LoweringNode,
  type LoweringTable,
} from './lowering.ts';
import { rootMeanSquare } from './normalisation.ts';
import { cacheRows, rotate } from './rotary.ts';

/** Added to scores: hides keys further back than the window. */
function windowMask(b: Builder, length: number, window: number): Value {
  const hidden = (at: number): boolean => Math.floor(at / length) - (at % length) >= window;
  const values = Array.from({ length: length * length }, (_, at) => (hidden(at) ? -1e30 : 0));
  return b.constant(tensorOf('float32', [1, 1, length, length], values));
}

/** Queries or keys, each head normalised by its root mean square with the gain at `index`, which comes before the rotation. */
function normalised(b: Builder, at: LoweringNode, x: Value, index: number): Value {
  const gain = optional(at, index);
  const epsilon = float(at, 'qk_norm_epsilon', 1e-6);
  return gain === null ? x : rootMeanSquare(b, x, gain, epsilon, x.dims.length - 1);
}

/** Turns queries and keys by their positions, if the operator does. Without it caches and layout say nothing. */
function turning(b: Builder, at: LoweringNode, length: number): (x: Value) => Value {
  const interleaved = int(at, 'rotary_interleaved', 0) === 1;
  if (int(at, 'do_rotary', 0) !== 1) {
    withoutEffect(at, 7, 8, 9);
    return (x) => x;
  }
  const positions = optional(at, 9);
  const { reshape, slice } = arithmetic(b);
  // For a text without a cache the operator takes the first position alone and counts on from there.
  const start = positions === null ? null : reshape(slice(slice(positions, 0, 0, 1), 1, 0, 1), [1]);
  const [cosine, sine] = [7, 8].map((index) => cacheRows(b, input(at, index), start, length));
  return (x) => rotate(b, x, cosine, sine, interleaved);
}

const groupQueryAttention: Lowering = (b, at) => {
  refusePast(at, 3, 4);
  absent(at, 'attention with a sink', 11);
  absent(at, 'a quantised cache', 12, 13);
  if (int(at, 'smooth_softmax', -1) === 1) throw new Error('attention with a sink (“smooth_softmax”)');
  only(at, { qk_output: 0 });
  // The lengths of the rows and of the text.
  withoutEffect(at, 5, 6);
  const query = input(at, 0);
  const [heads, keyHeads] = [int(at, 'num_heads', 1), int(at, 'kv_num_heads', 1)];
  const { slice } = arithmetic(b);
  const packed = optional(at, 1) === null;
  const size = query.dims[2] / (packed ? heads + 2 * keyHeads : heads);
  const part = (start: number, count: number): Value => slice(query, 2, start * size, (start + count) * size);
  const [q, k, v] = [
    splitHeads(b, packed ? part(0, heads) : query, heads),
    splitHeads(b, packed ? part(heads, keyHeads) : input(at, 1), keyHeads),
    splitHeads(b, packed ? part(heads + keyHeads, keyHeads) : input(at, 2), keyHeads),
  ];
  const length = q.dims[2];
  const turn = turning(b, at, length);
  const window = int(at, 'local_window_size', -1);
  const keys = turn(normalised(b, at, k, 15));
  const y = attend(b, turn(normalised(b, at, q, 14)), keys, v, {
    scale: scaleOf(at, size),
    biases: [optional(at, 10), window > 0 ? windowMask(b, length, window) : null],
    causal: true,
    softcap: float(at, 'softcap', 0),
  });
  return [mergeHeads(b, y), keys, v];
};

/** Bucket of a relative position as in T5 (Raffel et al. 2020): exact when near, logarithmic when far. */
function bucketOf(relative: number, buckets: number, farthest: number, bothWays: boolean): number {
  const half = bothWays ? buckets / 2 : buckets;
  const side = bothWays && relative > 0 ? half : 0;
  const distance = bothWays ? Math.abs(relative) : Math.max(0, -relative);
  const exact = Math.floor(half / 2);
  if (distance < exact) return side + distance;
  // In single precision, as the exporter and onnxruntime compute it: buckets change at whole distances.
  const ratio = Math.fround(Math.log(distance / exact)) / Math.fround(Math.log(farthest / exact));
  return side + Math.min(half - 1, exact + Math.floor(Math.fround(ratio) * (half - exact)));
}

/** [buckets, heads] table → [1, heads, queries, keys]. */
const relativePositionBias: Lowering = (b, at) => {
  const table = input(at, 0);
  const [queries, keys] = [1, 2].map((index) => {
    const known = input(at, index).constant;
    if (known === undefined) throw new Error('a length that depends on the data');
    return known.data[0];
  });
  const farthest = int(at, 'max_distance', 128);
  const bothWays = int(at, 'is_bidirectional', 0) === 1;
  const places = Array.from({ length: queries * keys }, (_, index) =>
    bucketOf((index % keys) - Math.floor(index / keys), table.dims[0], farthest, bothWays),
  );
  const { reshape, transpose } = arithmetic(b);
  const rows = b.op('Gather', [table, b.constant(tensorOf('int64', [queries * keys], places))], { axis: 0 });
  return [reshape(transpose(rows, [1, 0]), [1, table.dims[1], queries, keys])];
};

export const GROUPED_ATTENTION_LOWERINGS: LoweringTable = {
  'com.microsoft:GroupQueryAttention': groupQueryAttention,
  'com.microsoft:RelativePositionBias': relativePositionBias,
};
