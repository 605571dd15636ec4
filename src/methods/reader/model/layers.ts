/** Linear map, LayerNorm and masks: what the reader's parts are made of. */
import { LAYER_NORM_EPSILON } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { elementCount, tensorOf } from '../../../onnx/tensor.ts';
import type { Weights } from './weights.ts';

/** What is added to a logit that must not count; a softmax gives it exactly 0. */
export const NEVER = -1e9;

/** x · weight (+ bias) over the last axis; weights are [in, out]. */
export function map(b: Builder, x: Value, weight: Value, bias: Value | null): Value {
  const { reshape } = arithmetic(b);
  const [from, to] = weight.dims;
  const rows = reshape(x, [elementCount(x.dims) / from, from]);
  return reshape(b.op('Gemm', [rows, weight, bias]), [...x.dims.slice(0, -1), to]);
}

/** The map called `name`, with its bias. */
export const linear = (b: Builder, weights: Weights, name: string, x: Value): Value =>
  map(b, x, weights(`${name}.weight`), weights(`${name}.bias`));

/** Over the last axis. @param shift null for none */
export function layerNorm(b: Builder, x: Value, scale: Value, shift: Value | null): Value {
  const attributes = { axis: -1, epsilon: LAYER_NORM_EPSILON };
  // Mean and deviation are what the gradient reads.
  return b.add('LayerNormalization', [x, scale, shift], attributes, 3)[0];
}

/** Without scale and shift. */
export function plainNorm(b: Builder, x: Value): Value {
  const width = x.dims[x.dims.length - 1];
  const ones = b.constant(tensorOf('float32', [width], new Array<number>(width).fill(1)));
  return layerNorm(b, x, ones, null);
}

/** 0 where the mask is 1 and `NEVER` where it is 0, to be added to logits. */
export function offsets(b: Builder, mask: Value): Value {
  const { sub, mul } = arithmetic(b);
  return mul(sub(1, mask), NEVER);
}

/** log Σ exp along the last axis, which is kept as 1. What is taken off for size is rounded and has no gradient. */
export function logSumExp(b: Builder, x: Value): Value {
  const { sub, add, op, reduce } = arithmetic(b);
  const last = x.dims.length - 1;
  const size = op('Ceil', reduce('ReduceMax', x, last));
  return add(size, op('Log', reduce('ReduceSum', op('Exp', sub(x, size)), last)));
}
