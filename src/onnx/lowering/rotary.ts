/** Rotary position embeddings (Su et al. 2021) as slices and products. Semantics: ContribOperators.md, RotaryEmbedding-23. */
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';
import { tensorOf } from '../tensor.ts';
import { mergeHeads, splitHeads } from './attention.ts';
import { arithmetic, input, int, only, optional, type Lowering, type LoweringTable } from './lowering.ts';

/** Pairs of a head are turned by the angle of their position; both layouts, partial rotation, [B,S,H·D] or [B,H,S,D]. */
export function rotate(b: Builder, x: Value, cosine: Value, sine: Value, interleaved: boolean): Value {
  const { mul, sub, add, slice, reshape } = arithmetic(b);
  const [batch, heads, length, width] = x.dims;
  const turned = cosine.dims[cosine.dims.length - 1] * 2;
  const active = slice(x, 3, 0, turned);
  const pairs = interleaved ? reshape(active, [batch, heads, length, turned / 2, 2]) : null;
  const [first, second] =
    pairs === null
      ? [slice(active, 3, 0, turned / 2), slice(active, 3, turned / 2, turned)]
      : [0, 1].map((half) => reshape(slice(pairs, 4, half, half + 1), [batch, heads, length, turned / 2]));
  const real = sub(mul(first, cosine), mul(second, sine));
  const imaginary = add(mul(first, sine), mul(second, cosine));
  const join = (a: Value, c: Value, axis: number): Value => b.op('Concat', [a, c], { axis });
  const half = [batch, heads, length, turned / 2, 1];
  const rotated = interleaved
    ? reshape(join(reshape(real, half), reshape(imaginary, half), 4), [batch, heads, length, turned])
    : join(real, imaginary, 3);
  return turned === width ? rotated : join(rotated, slice(x, 3, turned, width), 3);
}

/** Rows of a [positions, D/2] cache for each token as [B or 1, 1, S, D/2]. */
export function cacheRows(b: Builder, cache: Value, positions: Value | null, length: number): Value {
  const { reshape, add } = arithmetic(b);
  if (cache.dims.length === 3) return reshape(cache, [cache.dims[0], 1, cache.dims[1], cache.dims[2]]);
  const range = b.constant(
    tensorOf(
      'int64',
      [1, length],
      Array.from({ length }, (_, at) => at),
    ),
  );
  const each =
    positions === null
      ? range
      : positions.dims.length === 1
        ? add(range, reshape(positions, [1, 1]))
        : positions;
  const rows = b.op('Gather', [cache, each], { axis: 0 });
  return reshape(rows, [rows.dims[0], 1, rows.dims[1], rows.dims[2]]);
}

const rotary =
  (indices: { cosine: number; sine: number; positions: number }): Lowering =>
  (b, at) => {
    const x = input(at, 0);
    const cosine = input(at, indices.cosine);
    const declared = int(at, 'num_heads', 0);
    only(at, { is_packed_batching: 0, scale: 1 });
    const turnedWidth = int(at, 'rotary_embedding_dim', 0);
    if (turnedWidth !== 0 && turnedWidth !== cosine.dims[cosine.dims.length - 1] * 2)
      throw new Error('its attribute “rotary_embedding_dim”, which does not fit its caches');
    const heads =
      x.dims.length === 4
        ? x.dims[1]
        : declared > 0
          ? declared
          : x.dims[2] / (cosine.dims[cosine.dims.length - 1] * 2);
    const apart = splitHeads(b, x, heads);
    const positions = optional(at, indices.positions);
    const turned = rotate(
      b,
      apart,
      cacheRows(b, cosine, positions, apart.dims[2]),
      cacheRows(b, input(at, indices.sine), positions, apart.dims[2]),
      int(at, 'interleaved', 0) === 1,
    );
    return [x.dims.length === 4 ? turned : mergeHeads(b, turned)];
  };

export const ROTARY_LOWERINGS: LoweringTable = {
  'com.microsoft:RotaryEmbedding': rotary({ positions: 1, cosine: 2, sine: 3 }),
  RotaryEmbedding: rotary({ cosine: 1, sine: 2, positions: 3 }),
};
