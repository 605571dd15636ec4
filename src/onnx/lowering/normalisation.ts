/** Normalisation operators, alone and fused with the residual sum or the embedding sum in front of them. */
import type { Builder } from '../builder.ts';
import { normalAxis, type Value } from '../static-graph.ts';
import {
  arithmetic,
  float,
  input,
  int,
  optional,
  withoutEffect,
  type Lowering,
  type LoweringNode,
  type LoweringTable,
} from './lowering.ts';

/** x / √(mean x² + ε) · scale over the last axes. */
export function rootMeanSquare(b: Builder, x: Value, scale: Value, epsilon: number, axis: number): Value {
  const { mul, add, op } = arithmetic(b);
  const axes = x.dims.map((_, at) => at).slice(axis);
  const mean = b.op('ReduceMean', [mul(x, x), b.ints(axes)], { keepdims: 1 });
  return mul(mul(x, op('Reciprocal', op('Sqrt', add(mean, epsilon)))), scale);
}

function layer(
  b: Builder,
  x: Value,
  scale: Value,
  bias: Value | null,
  epsilon: number,
  axis: number,
): readonly Value[] {
  // WebGPU's kernel wants the bias; a missing one is zero.
  const zero = (): Value => arithmetic(b).expand(b.number(0), scale.dims);
  return b.add('LayerNormalization', [x, scale, bias ?? zero()], { axis, epsilon }, 3);
}

/** The statistics' precision, `stash_type`, is float32 here whatever the file says. */
const axisOf = (at: LoweringNode): number => {
  withoutEffect(at, 'stash_type');
  return normalAxis(int(at, 'axis', -1), input(at, 0).dims.length);
};

const rms: Lowering = (b, at) => [
  rootMeanSquare(b, input(at, 0), input(at, 1), float(at, 'epsilon', 1e-5), axisOf(at)),
];

/** Input + skip (+ bias); the sum is the fourth output. */
const skip =
  (simplified: boolean): Lowering =>
  (b, at) => {
    const { add } = arithmetic(b);
    const bias = optional(at, simplified ? 3 : 4);
    const plain = add(input(at, 0), input(at, 1));
    const sum = bias === null ? plain : add(plain, bias);
    const epsilon = float(at, 'epsilon', 1e-12);
    const axis = sum.dims.length - 1;
    const y = simplified
      ? rootMeanSquare(b, sum, input(at, 2), epsilon, axis)
      : layer(b, sum, input(at, 2), optional(at, 3), epsilon, axis)[0];
    return [y, null, null, sum];
  };

/** Word, position and type embeddings, their sum and its normalisation, taken apart so that the word lookup can be found. */
const embed: Lowering = (b, at) => {
  const { add, expand } = arithmetic(b);
  // Says whether the second output is there; who reads it gets it.
  withoutEffect(at, 'mask_index_type');
  const ids = input(at, 0);
  const types = optional(at, 1);
  const lookUp = (table: Value, indices: Value): Value => b.op('Gather', [table, indices], { axis: 0 });
  const positions =
    optional(at, 8) ??
    expand(
      b.op('Range', [b.number(0, 'int64'), b.number(ids.dims[1], 'int64'), b.number(1, 'int64')]),
      ids.dims,
    );
  const positioned = add(lookUp(input(at, 2), ids), lookUp(input(at, 3), positions));
  const table = optional(at, 4);
  const sum = table === null || types === null ? positioned : add(positioned, lookUp(table, types));
  const mask = optional(at, 7);
  const lengths =
    mask === null
      ? null
      : b.op('ReduceSum', [b.op('Cast', [mask], { to: 'int32' }), b.ints([1])], { keepdims: 0 });
  return [layer(b, sum, input(at, 5), optional(at, 6), float(at, 'epsilon', 1e-12), 2)[0], lengths, sum];
};

export const NORMALISATION_LOWERINGS: LoweringTable = {
  LayerNormalization: (b, at) =>
    layer(b, input(at, 0), input(at, 1), optional(at, 2), float(at, 'epsilon', 1e-5), axisOf(at)),
  RMSNormalization: rms,
  SimplifiedLayerNormalization: rms,
  'com.microsoft:SimplifiedLayerNormalization': rms,
  'com.microsoft:SkipLayerNormalization': skip(false),
  'com.microsoft:SkipSimplifiedLayerNormalization': skip(true),
  'com.microsoft:EmbedLayerNormalization': embed,
};
