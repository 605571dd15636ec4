/** Activations, variadic sums, reductions and softmax variants in terms of the table's operators. */
import type { Builder } from '../builder.ts';
import { normalAxis, type Value } from '../static-graph.ts';
import { elementCount } from '../tensor.ts';
import {
  arithmetic,
  float,
  input,
  int,
  listOf,
  optional,
  text,
  type Lowering,
  type LoweringNode,
  type LoweringTable,
} from './lowering.ts';

/** A chain of binary nodes for a variadic one (Sum runs on the CPU under WebGPU). */
const chain =
  (op: string): Lowering =>
  (b, at) => [
    at
      .inputs()
      .map((_, index) => input(at, index))
      .reduce((sum, x) => b.op(op, [sum, x])),
  ];

/** Reduces `x`, the node's first input or what was made of it, along the node's axes. */
function reduced(
  b: Builder,
  at: LoweringNode,
  op: string,
  x: Value,
  keepdims = int(at, 'keepdims', 1),
): Value {
  const axes = listOf(at, 'axes', 1) ?? [];
  if (int(at, 'noop_with_empty_axes', 0) === 1 && axes.length === 0) return x;
  const list = axes.length === 0 ? x.dims.map((_, axis) => axis) : axes;
  return b.op(op, [x, b.ints(list)], { keepdims });
}

/** @param single what the operator makes of one number, which is what is left when no axes are asked for */
const reduction =
  (op: string, single: (b: Builder, x: Value) => Value = (_b, x) => x): Lowering =>
  (b, at) => {
    const x = input(at, 0);
    const y = reduced(b, at, op, x);
    return [y === x ? single(b, x) : y];
  };

/** Before opset 13 softmax and its logarithm worked on the matrix that `axis` splits the tensor into. */
const softmax =
  (along: (b: Builder, x: Value, axis: number) => Value): Lowering =>
  (b, at) => {
    const x = input(at, 0);
    const axis = normalAxis(int(at, 'axis', at.opset < 13 ? 1 : -1), x.dims.length);
    if (at.opset >= 13 || axis === x.dims.length - 1) return [along(b, x, axis)];
    const { reshape } = arithmetic(b);
    const matrix = reshape(x, [elementCount(x.dims.slice(0, axis)), elementCount(x.dims.slice(axis))]);
    return [reshape(along(b, matrix, 1), x.dims)];
  };

/** log Σ exp along an axis, shifted by the maximum. */
function logSumExp(b: Builder, x: Value, axis: number): Value {
  const { sub, add, op, reduce } = arithmetic(b);
  const top = reduce('ReduceMax', x, axis);
  return add(op('Log', reduce('ReduceSum', op('Exp', sub(x, top)), axis)), top);
}

/** x · σ(αx): SiLU with α = 1, QuickGelu with α = 1.702. */
function sigmoidGate(b: Builder, x: Value, alpha: number): Value {
  const { mul, op } = arithmetic(b);
  return mul(x, op('Sigmoid', mul(x, alpha)));
}

/** 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
export function tanhGelu(b: Builder, x: Value): Value {
  const { add, mul, op } = arithmetic(b);
  const cubic = add(x, mul(mul(mul(x, x), x), 0.044715));
  return mul(mul(x, 0.5), add(op('Tanh', mul(cubic, Math.sqrt(2 / Math.PI))), 1));
}

const gelu: Lowering = (b, at) => [
  text(at, 'approximate', 'none') === 'tanh' ? tanhGelu(b, input(at, 0)) : b.op('Gelu', [input(at, 0)]),
];

/** Where x > 0: x, else `negative(x)`. */
const rectified =
  (negative: (b: Builder, x: Value, at: LoweringNode) => Value): Lowering =>
  (b, at) => {
    const x = input(at, 0);
    return [b.op('Where', [b.op('Greater', [x, b.number(0)]), x, negative(b, x, at)])];
  };

/** Defaults of ONNX Selu (Klambauer et al. 2017). */
const SELU = { alpha: 1.6732631921768188, gamma: 1.0507010221481323 };

/** α (exp(x/s) − 1), taken at min(x, 0), so that the branch which is not chosen can't overflow. */
function exponential(b: Builder, x: Value, alpha: number, scale: number): Value {
  const { mul, sub, div, op } = arithmetic(b);
  return mul(sub(op('Exp', div(b.op('Min', [x, b.number(0)]), scale)), 1), alpha);
}

/** max(0, min(1, αx + β)). */
function hardSigmoid(b: Builder, x: Value, alpha: number, beta: number): Value {
  const { add, mul } = arithmetic(b);
  return b.op('Clip', [add(mul(x, alpha), beta), b.number(0), b.number(1)]);
}

export const ARITHMETIC_LOWERINGS: LoweringTable = {
  Sum: chain('Add'),
  Max: chain('Max'),
  Min: chain('Min'),
  Mean: (b, at) => [arithmetic(b).div(chain('Add')(b, at)[0] ?? input(at, 0), at.inputs().length)],
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  ReduceMax: reduction('ReduceMax'),
  ReduceMin: reduction('ReduceMin'),
  ReduceProd: reduction('ReduceProd'),
  ReduceSumSquare: reduction('ReduceSumSquare', (b, x) => b.op('Mul', [x, x])),
  ReduceL2: reduction('ReduceL2', (b, x) => b.op('Abs', [x])),
  ReduceL1: (b, at) => [reduced(b, at, 'ReduceSum', b.op('Abs', [input(at, 0)]))],
  ReduceLogSum: (b, at) => [b.op('Log', [reduced(b, at, 'ReduceSum', input(at, 0))])],
  ReduceLogSumExp: (b, at) => {
    const x = input(at, 0);
    const { sub, add, op, reshape } = arithmetic(b);
    const top = reduced(b, at, 'ReduceMax', x, 1);
    const sum = reduced(b, at, 'ReduceSum', op('Exp', sub(x, top)));
    return [add(op('Log', sum), reshape(top, sum.dims))];
  },
  Softmax: softmax((b, x, axis) => b.op('Softmax', [x], { axis })),
  LogSoftmax: softmax((b, x, axis) => arithmetic(b).sub(x, logSumExp(b, x, axis))),
  Gelu: gelu,
  'com.microsoft:Gelu': (b, at) => [b.op('Gelu', [input(at, 0)])],
  'com.microsoft:BiasGelu': (b, at) => [b.op('Gelu', [arithmetic(b).add(input(at, 0), input(at, 1))])],
  'com.microsoft:FastGelu': (b, at) => {
    const bias = optional(at, 1);
    return [tanhGelu(b, bias === null ? input(at, 0) : arithmetic(b).add(input(at, 0), bias))];
  },
  'com.microsoft:QuickGelu': (b, at) => [sigmoidGate(b, input(at, 0), float(at, 'alpha', 1.702))],
  Swish: (b, at) => [sigmoidGate(b, input(at, 0), float(at, 'alpha', 1))],
  HardSwish: (b, at) => [arithmetic(b).mul(input(at, 0), hardSigmoid(b, input(at, 0), 1 / 6, 0.5))],
  HardSigmoid: (b, at) => [hardSigmoid(b, input(at, 0), float(at, 'alpha', 0.2), float(at, 'beta', 0.5))],
  LeakyRelu: rectified((b, x, at) => arithmetic(b).mul(x, float(at, 'alpha', 0.01))),
  PRelu: rectified((b, x, at) => arithmetic(b).mul(x, input(at, 1))),
  Elu: rectified((b, x, at) => exponential(b, x, float(at, 'alpha', 1), 1)),
  Celu: rectified((b, x, at) => exponential(b, x, float(at, 'alpha', 1), float(at, 'alpha', 1))),
  Selu: (b, at) => {
    const elu = rectified((_b, x) => exponential(b, x, float(at, 'alpha', SELU.alpha), 1));
    return elu(b, at).map((y) => (y === null ? null : arithmetic(b).mul(y, float(at, 'gamma', SELU.gamma))));
  },
  Softsign: (b, at) => [arithmetic(b).div(input(at, 0), arithmetic(b).add(b.op('Abs', [input(at, 0)]), 1))],
  Mish: (b, at) => [arithmetic(b).mul(input(at, 0), b.op('Tanh', [b.op('Softplus', [input(at, 0)])]))],
  Clip: (b, at) => {
    const limit = (name: string, index: number): Value | null =>
      optional(at, index) ?? (at.attribute(name) === undefined ? null : b.number(float(at, name, 0)));
    return [b.op('Clip', [input(at, 0), limit('min', 1), limit('max', 2)])];
  },
  // Masks are made finite before they reach the device, so an attention row can't become NaN there.
  IsNaN: (b, at) => {
    const x = input(at, 0);
    return [
      x.origin === 'constant' || x.origin === 'host'
        ? b.op('IsNaN', [x])
        : b.op('Expand', [b.number(0, 'bool'), b.ints(x.dims)]),
    ];
  },
};
