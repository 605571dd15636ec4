/** Elementwise operators: one table of scalar functions, one broadcasting loop. */
import {
  elementCount,
  sameDims,
  stridesOf,
  type Allocate,
  type Dims,
  type ElementType,
  type Tensor,
} from '../tensor.ts';
import {
  broadcastDims,
  INT,
  need,
  type AttributeFact,
  type Operator,
  type OperatorTable,
} from './operator.ts';
import { erf } from './erf.ts';

type Result = 'same' | 'bool';

/** Shapes are fixed for a program and its host part runs at every step, so offsets are made once a pair of shapes. */
const offsetsByShapes = new Map<string, Int32Array>();

/** Pairs of shapes that are remembered; a session has a few dozen. */
const MOST_SHAPES = 512;

/** Offsets into a tensor for every element of a broadcast result, or null when they are the identity. */
export function broadcastOffsets(dims: Dims, out: Dims): Int32Array | null {
  if (sameDims(dims, out)) return null;
  const key = `${dims.join()}>${out.join()}`;
  const known = offsetsByShapes.get(key);
  if (known !== undefined) return known;
  if (offsetsByShapes.size >= MOST_SHAPES) offsetsByShapes.clear();
  const offsets = makeOffsets(dims, out);
  offsetsByShapes.set(key, offsets);
  return offsets;
}

function makeOffsets(dims: Dims, out: Dims): Int32Array {
  const strides = stridesOf(dims);
  const steps = out.map((_, axis) => {
    const own = axis - out.length + dims.length;
    return own < 0 || dims[own] === 1 ? 0 : strides[own];
  });
  const offsets = new Int32Array(elementCount(out));
  const index = new Array<number>(out.length).fill(0);
  let offset = 0;
  for (let at = 0; at < offsets.length; at++) {
    offsets[at] = offset;
    for (let axis = out.length - 1; axis >= 0; axis--) {
      offset += steps[axis];
      if (++index[axis] < out[axis]) break;
      offset -= steps[axis] * out[axis];
      index[axis] = 0;
    }
  }
  return offsets;
}

function unary(apply: (x: number) => number, result: Result = 'same'): Operator {
  return {
    elementwise: true,
    infer: (inputs) => {
      const x = need(inputs, 0);
      return [{ type: result === 'same' ? x.type : result, dims: x.dims }];
    },
    evaluate: (inputs, _attributes, [shape], allocate) => {
      const x = need(inputs, 0);
      const data = allocate(shape.type, x.data.length);
      for (let at = 0; at < data.length; at++) data[at] = apply(x.data[at]);
      return [{ ...shape, data }];
    },
  };
}

function applyBinary(
  a: Tensor,
  b: Tensor,
  dims: Dims,
  type: ElementType,
  allocate: Allocate,
  apply: (a: number, b: number) => number,
): Tensor {
  const data = allocate(type, elementCount(dims));
  const aAt = broadcastOffsets(a.dims, dims);
  const bAt = broadcastOffsets(b.dims, dims);
  for (let at = 0; at < data.length; at++)
    data[at] = apply(a.data[aAt ? aAt[at] : at], b.data[bAt ? bAt[at] : at]);
  return { type, dims, data };
}

/** `integer`: what integers do where it differs from real numbers. */
function binary(apply: (a: number, b: number) => number, result: Result = 'same', integer = apply): Operator {
  return {
    elementwise: true,
    infer: (inputs) => {
      const a = need(inputs, 0);
      const b = need(inputs, 1);
      return [{ type: result === 'same' ? a.type : result, dims: broadcastDims(a.dims, b.dims) }];
    },
    evaluate: (inputs, _attributes, [shape], allocate) => {
      const a = need(inputs, 0);
      return [
        applyBinary(
          a,
          need(inputs, 1),
          shape.dims,
          shape.type,
          allocate,
          a.type === 'float32' ? apply : integer,
        ),
      ];
    },
  };
}

/** Integer remainder takes the divisor's sign unless `fmod` is set (ONNX Mod). */
const modulo: Operator = {
  ...binary((a, b) => a % b),
  attributes: { fmod: INT },
  withoutWebgpu: true,
  evaluate: (inputs, attributes, [shape], allocate) => {
    const truncated = attributes['fmod'] === 1;
    const apply = truncated
      ? (a: number, b: number) => a % b
      : (a: number, b: number) => a - b * Math.floor(a / b);
    return [applyBinary(need(inputs, 0), need(inputs, 1), shape.dims, shape.type, allocate, apply)];
  },
};

const where: Operator = {
  elementwise: true,
  nonlinear: true,
  infer: (inputs) => {
    const [condition, a, b] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)];
    return [{ type: a.type, dims: broadcastDims(condition.dims, a.dims, b.dims) }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const [condition, a, b] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)];
    const [cAt, aAt, bAt] = [condition, a, b].map((t) => broadcastOffsets(t.dims, shape.dims));
    const data = allocate(shape.type, elementCount(shape.dims));
    for (let at = 0; at < data.length; at++) {
      data[at] = condition.data[cAt ? cAt[at] : at] ? a.data[aAt ? aAt[at] : at] : b.data[bAt ? bAt[at] : at];
    }
    return [{ ...shape, data }];
  },
};

/** What lies outside of an integer's range becomes its nearest end, as log 0 does in T5's buckets; NaN becomes 0. */
const LIMITS = { int64: 2 ** 63, int32: 2 ** 31 } as const;

function converter(type: ElementType): (x: number) => number {
  if (type === 'float32') return (x) => x;
  if (type === 'bool') return (x) => (x !== 0 ? 1 : 0);
  const limit = LIMITS[type];
  return (x) => Math.max(-limit, Math.min(limit - 1, Math.trunc(x) || 0));
}

const cast: Operator = {
  elementwise: true,
  attributes: { to: { kind: 'element type' } },
  infer: (inputs, attributes) => [{ type: attributes['to'] as ElementType, dims: need(inputs, 0).dims }],
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const data = allocate(shape.type, x.data.length);
    const convert = converter(shape.type);
    for (let at = 0; at < data.length; at++) data[at] = convert(x.data[at]);
    return [{ ...shape, data }];
  },
};

const clip: Operator = {
  elementwise: true,
  nonlinear: true,
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const low = inputs[1]?.data[0] ?? -Infinity;
    const high = inputs[2]?.data[0] ?? Infinity;
    const data = allocate(shape.type, x.data.length);
    for (let at = 0; at < data.length; at++) data[at] = Math.min(Math.max(x.data[at], low), high);
    return [{ ...shape, data }];
  },
};

/** Half to even, as ONNX Round. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const normalCdf = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));

const curved = (operator: Operator): Operator => ({ ...operator, nonlinear: true });
const onCpu = (operator: Operator): Operator => ({ ...operator, withoutWebgpu: true });

const ALWAYS: AttributeFact = { kind: 'int', allowed: [1] };

export const ELEMENTWISE: OperatorTable = {
  Neg: unary((x) => -x),
  Abs: curved(unary(Math.abs)),
  Exp: curved(unary(Math.exp)),
  Log: curved(unary(Math.log)),
  Sqrt: curved(unary(Math.sqrt)),
  Reciprocal: curved(unary((x) => 1 / x)),
  Erf: curved(unary(erf)),
  Tanh: curved(unary(Math.tanh)),
  Sigmoid: curved(unary((x) => 1 / (1 + Math.exp(-x)))),
  Softplus: curved(unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))))),
  Relu: curved(unary((x) => Math.max(x, 0))),
  Gelu: curved(unary((x) => x * normalCdf(x))),
  Sin: curved(unary(Math.sin)),
  Cos: curved(unary(Math.cos)),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: onCpu(unary(roundHalfEven)),
  Sign: onCpu(unary(Math.sign)),
  Not: unary((x) => (x ? 0 : 1), 'bool'),
  IsNaN: onCpu(unary((x) => (Number.isNaN(x) ? 1 : 0), 'bool')),
  IsInf: {
    ...onCpu(unary((x) => (Math.abs(x) === Infinity ? 1 : 0), 'bool')),
    attributes: { detect_negative: ALWAYS, detect_positive: ALWAYS },
  },
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary(
    (a, b) => a / b,
    'same',
    (a, b) => Math.trunc(a / b),
  ),
  Pow: curved(binary(Math.pow)),
  Max: curved(binary(Math.max)),
  Min: curved(binary(Math.min)),
  Mod: modulo,
  Equal: binary((a, b) => (a === b ? 1 : 0), 'bool'),
  Less: binary((a, b) => (a < b ? 1 : 0), 'bool'),
  LessOrEqual: binary((a, b) => (a <= b ? 1 : 0), 'bool'),
  Greater: binary((a, b) => (a > b ? 1 : 0), 'bool'),
  GreaterOrEqual: binary((a, b) => (a >= b ? 1 : 0), 'bool'),
  And: binary((a, b) => (a && b ? 1 : 0), 'bool'),
  Or: onCpu(binary((a, b) => (a || b ? 1 : 0), 'bool')),
  Xor: onCpu(binary((a, b) => (!a !== !b ? 1 : 0), 'bool')),
  Where: where,
  Cast: cast,
  Clip: clip,
};
