/**
 * Inputs for every operator of the table: broadcasting, axes, negative axes and indices, transposes, steps. They are
 * used against onnxruntime (values and shapes) and, where there is a gradient rule, against finite differences.
 */
import type { Attributes } from '../../src/onnx/static-graph.ts';
import { elementCount, tensorOf, type Dims, type ElementType, type Tensor } from '../../src/onnx/tensor.ts';
import { noise } from './graph-maker.ts';

export interface CaseInput {
  readonly tensor: Tensor;
  /** Known when the graph is compiled: shapes, axes, starts. */
  readonly constant: boolean;
}

export interface OperatorCase {
  readonly op: string;
  readonly what: string;
  readonly inputs: readonly (CaseInput | null)[];
  readonly attributes: Attributes;
  readonly outputs: number;
}

let seed = 0;

/** Random numbers; `positive` keeps them in (0.5, 2.5) for logarithms and roots. */
function random(dims: Dims, positive = false): CaseInput {
  const next = noise(++seed);
  const values = Array.from({ length: elementCount(dims) }, () =>
    positive ? 1.5 + next() / 2 : next() * 1.5 + 0.05,
  );
  return { tensor: tensorOf('float32', dims, values), constant: false };
}

const positive = (...dims: readonly number[]): CaseInput => random(dims, true);
const x = (...dims: readonly number[]): CaseInput => random(dims);
const given = (type: ElementType, dims: Dims, values: readonly number[]): CaseInput => ({
  tensor: tensorOf(type, dims, values),
  constant: false,
});
const known = (type: ElementType, dims: Dims, values: readonly number[]): CaseInput => ({
  tensor: tensorOf(type, dims, values),
  constant: true,
});
const ints = (...values: readonly number[]): CaseInput => known('int64', [values.length], values);
const int = (value: number): CaseInput => known('int64', [], [value]);
const bools = (dims: Dims, ...values: readonly number[]): CaseInput => given('bool', dims, values);
const long = (dims: Dims, ...values: readonly number[]): CaseInput => given('int64', dims, values);

type Row = readonly [
  what: string,
  inputs: readonly (CaseInput | null)[],
  attributes?: Attributes,
  outputs?: number,
];

const broadcasts = (make: (...dims: readonly number[]) => CaseInput): readonly Row[] => [
  ['equal shapes', [make(2, 3), make(2, 3)]],
  ['a lower rank', [make(2, 3), make(3)]],
  ['both sides stretched', [make(2, 1, 3), make(4, 1)]],
  ['a scalar on the left', [make(), make(2, 2)]],
];

const unary = (make = x): readonly Row[] => [['a matrix', [make(3, 4)]]];

const reductions = (make = x): readonly Row[] => [
  ['one axis kept', [make(2, 3, 4), ints(1)]],
  ['a negative axis dropped', [make(2, 3, 4), ints(-1)], { keepdims: 0 }],
  ['two axes', [make(2, 3, 4), ints(0, 2)], { keepdims: 0 }],
  ['all axes', [make(2, 3)], { keepdims: 0 }],
];

const compared = (): readonly Row[] => [
  ['floats', [x(2, 3), x(3)]],
  ['integers, some equal', [long([2, 3], 1, 2, 3, 4, 5, 6), long([3], 1, 5, 3)]],
];

const logical = (): readonly Row[] => [['broadcast', [bools([2, 2], 0, 1, 0, 1), bools([2, 1], 0, 1)]]];

const CASES: Readonly<Record<string, readonly Row[]>> = {
  Neg: [...unary(), ['integers', [long([3], -1, 0, 4)]]],
  Abs: unary(),
  Exp: unary(),
  Log: unary(positive),
  Sqrt: unary(positive),
  Reciprocal: unary(positive),
  Erf: unary(),
  Tanh: unary(),
  Sigmoid: unary(),
  Softplus: unary(),
  Relu: unary(),
  Gelu: unary(),
  Sin: unary(),
  Cos: unary(),
  Floor: unary(),
  Ceil: unary(),
  Round: [...unary(), ['halves', [known('float32', [6], [0.5, 1.5, 2.5, -0.5, -1.5, -2.5])]]],
  Sign: [...unary(), ['integers', [long([3], -5, 0, 4)]]],
  Not: [['truth values', [bools([3], 1, 0, 1)]]],
  IsNaN: [['with a NaN', [given('float32', [3], [1, NaN, Infinity])]]],
  IsInf: [['with infinities', [given('float32', [3], [-Infinity, NaN, Infinity])]]],
  Add: [...broadcasts(x), ['integers', [long([2], 3, 4), long([], 5)]]],
  Sub: broadcasts(x),
  Mul: broadcasts(x),
  Div: [
    ...broadcasts(positive),
    ['integers, towards zero', [long([4], 7, -7, 8, -8), long([4], 2, 2, -3, -3)]],
  ],
  Pow: [
    ...broadcasts(positive),
    ['a square of what may be negative', [x(2, 3), known('float32', [], [2])]],
    ['a cube of what may be negative', [x(2, 3), known('float32', [], [3])]],
    ['a square root', [positive(4), known('float32', [], [0.5])]],
  ],
  Max: broadcasts(x),
  Min: broadcasts(x),
  Mod: [
    ['integers take the sign of the divisor', [long([4], 7, -7, 7, -7), long([4], 3, 3, -3, -3)]],
    ['floats are cut', [x(2, 3), positive(3)], { fmod: 1 }],
  ],
  Equal: compared(),
  Less: compared(),
  LessOrEqual: compared(),
  Greater: compared(),
  GreaterOrEqual: compared(),
  And: logical(),
  Or: logical(),
  Xor: logical(),
  Where: [
    ['all broadcast', [bools([2, 1], 1, 0), x(3), x(2, 1)]],
    ['a number for one side', [bools([2, 2], 1, 0, 0, 1), x(2, 2), known('float32', [], [-1e4])]],
  ],
  Cast: [
    ['floats to int64', [x(2, 3)], { to: 'int64' }],
    ['what no integer holds, to int64', [given('float32', [2], [-Infinity, -1e20])], { to: 'int64' }],
    ['floats to truth values', [given('float32', [3], [0, -0.5, 2])], { to: 'bool' }],
    ['int64 to floats', [long([3], -1, 0, 7)], { to: 'float32' }],
    ['truth values to int32', [bools([2], 0, 1)], { to: 'int32' }],
  ],
  Clip: [
    ['both limits', [x(3, 4), known('float32', [], [-0.4]), known('float32', [], [0.7])]],
    ['below only', [x(3, 4), known('float32', [], [-0.4])]],
    ['above only', [x(3, 4), null, known('float32', [], [0.7])]],
  ],
  MatMul: [
    ['two matrices', [x(3, 4), x(4, 2)]],
    ['many rows by a matrix', [x(2, 3, 4), x(4, 2)]],
    ['stacks', [x(2, 2, 3, 4), x(2, 2, 4, 2)]],
    ['stacks that broadcast', [x(2, 1, 3, 4), x(3, 4, 2)]],
    ['a matrix by a stack', [x(3, 4), x(2, 4, 2)]],
    ['a vector by a matrix', [x(4), x(4, 2)]],
    ['a stack by a vector', [x(2, 3, 4), x(4)]],
    ['two vectors', [x(4), x(4)]],
  ],
  Gemm: [
    ['plain', [x(3, 4), x(4, 2)]],
    ['A transposed', [x(4, 3), x(4, 2), x(2)], { transA: 1 }],
    ['B transposed', [x(3, 4), x(2, 4), x(1, 2)], { transB: 1, alpha: 0.5 }],
    ['both, scaled', [x(4, 3), x(2, 4), x(3, 1)], { transA: 1, transB: 1, alpha: 0.5, beta: 2 }],
    ['a scalar bias', [x(3, 4), x(4, 2), x()], { beta: 0.5 }],
  ],
  ReduceSum: reductions(),
  ReduceMean: reductions(),
  ReduceMax: reductions(),
  ReduceMin: reductions(),
  ReduceProd: reductions(positive),
  ReduceSumSquare: reductions(),
  ReduceL2: reductions(),
  Softmax: [
    ['last axis', [x(2, 3, 4)], { axis: -1 }],
    ['a middle axis', [x(2, 3, 4)], { axis: 1 }],
  ],
  LayerNormalization: [
    ['last axis', [x(2, 3, 4), x(4), x(4)], { axis: -1, epsilon: 1e-5 }, 3],
    ['two axes', [x(2, 3, 4), x(3, 4), x(3, 4)], { axis: 1, epsilon: 1e-3 }, 3],
    ['without bias', [x(3, 4), x(4)], { axis: -1, epsilon: 1e-12 }, 3],
  ],
  CumSum: [
    ['plain', [x(2, 4), int(1)]],
    ['exclusive and backwards', [x(2, 4), int(-1)], { exclusive: 1, reverse: 1 }],
    ['exclusive', [x(3, 2), int(0)], { exclusive: 1 }],
    ['integers', [long([5], 1, 0, 1, 1, 0), int(0)]],
  ],
  ArgMax: [
    ['kept', [x(3, 4)], { axis: 1 }],
    ['dropped', [x(3, 4)], { axis: -1, keepdims: 0 }],
  ],
  ArgMin: [['first axis', [x(3, 4)], { axis: 0 }]],
  Reshape: [
    ['a hole', [x(2, 3, 4), ints(4, -1)]],
    ['a copied size', [x(2, 3, 4), ints(0, 12)]],
    ['a scalar', [x(1, 1), ints()]],
  ],
  Transpose: [
    ['reversed', [x(2, 3, 4)]],
    ['heads', [x(2, 3, 2, 4)], { perm: [0, 2, 1, 3] }],
    ['a cycle', [x(2, 3, 4)], { perm: [1, 2, 0] }],
  ],
  Expand: [
    ['a new axis', [x(3), ints(2, 3)]],
    ['stretched ones', [x(2, 1, 3), ints(2, 4, 1)]],
    ['a scalar', [x(), ints(2, 2)]],
  ],
  Concat: [
    ['first axis', [x(1, 3), x(2, 3)], { axis: 0 }],
    ['last axis', [x(2, 1), x(2, 3), x(2, 2)], { axis: -1 }],
  ],
  Slice: [
    ['one axis', [x(2, 5), ints(1), ints(4), ints(1)]],
    ['from the end', [x(2, 5), ints(-3), ints(2 ** 53), ints(-1)]],
    ['two axes', [x(3, 5), ints(1, 2), ints(3, 5), ints(0, 1)]],
    ['every other', [x(2, 5), ints(0), ints(5), ints(1), ints(2)]],
    ['backwards', [x(2, 5), ints(4), ints(-6), ints(1), ints(-1)]],
    ['leading axes', [x(3, 5), ints(1), ints(3)]],
  ],
  Pad: [
    ['all sides', [x(2, 3), ints(0, 1, 2, 0), known('float32', [], [0.5])]],
    ['some axes', [x(2, 3), ints(1, 2), known('float32', [], [0]), ints(-1)]],
    ['negative pads cut', [x(2, 4), ints(0, -1, 0, 2), known('float32', [], [0])]],
  ],
  Gather: [
    ['rows, one twice', [x(4, 3), long([2, 2], 0, 3, 3, -1)], { axis: 0 }],
    ['columns', [x(2, 4), long([3], 2, -4, 2)], { axis: 1 }],
    ['one column', [x(2, 4), long([], 2)], { axis: -1 }],
    ['a middle axis', [x(2, 3, 2), long([2], 1, 1)], { axis: 1 }],
  ],
  GatherElements: [
    ['last axis, some twice', [x(2, 4), long([2, 3], 0, 0, -1, 2, 1, 1)], { axis: -1 }],
    ['first axis', [x(3, 2), long([2, 2], 2, 0, 1, 0)], { axis: 0 }],
    [
      'fewer rows than the source',
      [x(3, 2, 4), long([2, 2, 3], 3, 0, 1, 1, 1, 2, 0, 2, 2, 3, 3, 3)],
      { axis: 2 },
    ],
  ],
  ScatterElements: [
    ['overwrites', [x(2, 4), long([2, 2], 0, 3, 2, 1), x(2, 2)], { axis: 1 }],
    ['adds, some twice', [x(2, 4), long([2, 3], 0, 0, -1, 2, 1, 1), x(2, 3)], { axis: -1, reduction: 'add' }],
  ],
  ScatterND: [
    ['rows', [x(4, 3), long([2, 1], 3, 1), x(2, 3)]],
    ['elements from the end', [x(3, 4), long([2, 2], -1, 2, 0, -3), x(2)]],
    ['adds, one twice', [x(3, 2), long([3, 1], 1, 1, 0), x(3, 2)], { reduction: 'add' }],
  ],
  Range: [
    ['integers', [int(2), int(9), int(3)]],
    ['backwards', [known('float32', [], [1]), known('float32', [], [-1]), known('float32', [], [-0.5])]],
  ],
  Trilu: [
    ['lower', [x(2, 3, 4)], { upper: 0 }],
    ['upper, shifted', [x(4, 4), int(1)], { upper: 1 }],
    ['lower, shifted back', [x(4, 4), int(-1)], { upper: 0 }],
  ],
  NonZero: [['a matrix', [known('int64', [2, 3], [0, 1, 0, 2, 0, 3])]]],
  TopK: [
    ['largest', [x(2, 5), ints(3)], { axis: -1 }, 2],
    ['smallest of the first axis', [x(4, 2), ints(2)], { axis: 0, largest: 0 }, 2],
  ],
};

export const OPERATOR_CASES: readonly OperatorCase[] = Object.entries(CASES).flatMap(([op, rows]) =>
  rows.map(([what, inputs, attributes = {}, outputs = 1]) => ({ op, what, inputs, attributes, outputs })),
);
