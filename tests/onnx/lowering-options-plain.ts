/** Options of lowerings of ai.onnx, normalisation and attention left out. */
import type { CaseMaker } from './lowering-case.ts';
import type { Option, Row } from './lowering-options.ts';

const x34 = (g: CaseMaker): string[] => [g.x(3, 4)];
const x234 = (g: CaseMaker): string[] => [g.x(2, 3, 4)];
const plain = (options: readonly Option[] = [], opset = 17): Row => ({ required: x34, options, opset });

const variadic = (shift: number): Row => ({
  required: (g) => [g.x(2, 3), g.x(3)],
  options: [['read', 2, (g) => g.weight([2, 1], 0.3, shift)]],
});

const reduction: Row = {
  required: x234,
  opset: 18,
  options: [
    ['read', 1, (g) => g.ints(1)],
    ['read', 'keepdims', 0],
    ['read', 'noop_with_empty_axes', 1],
  ],
};
export const PLAIN_OPTIONS: Readonly<Record<string, Row>> = {
  Identity: plain(),
  Dropout: plain([
    ['idle', 1, (g) => g.float(0.25)],
    ['refused', 2, (g) => g.tensor(9, [], [1])],
    ['idle', 'seed', 7],
  ]),
  Squeeze: { required: (g) => [g.x(1, 3, 1)], options: [['read', 1, (g) => g.ints(0)]] },
  Unsqueeze: { required: (g) => [g.x(2, 3), g.ints(0)], options: [] },
  Flatten: { required: x234, options: [['read', 'axis', 2]] },
  Split: {
    required: (g) => [g.x(4, 4), g.ints(1, 3)],
    outputs: 2,
    options: [['read', 'axis', 1]],
  },
  Tile: { required: (g) => [g.x(2, 3), g.ints(2, 1)], options: [] },
  Constant: { required: () => [], attributes: { value_float: 0.5 }, options: [] },
  ConstantOfShape: { required: (g) => [g.ints(2, 3)], options: [] },
  Shape: {
    required: x234,
    options: [
      ['read', 'start', 1],
      ['read', 'end', 2],
    ],
  },
  Size: plain(),
  GatherND: {
    required: (g) => [g.x(2, 2, 2), g.given('int64', [2, 1], [0, 1])],
    options: [['read', 'batch_dims', 1]],
  },
  OneHot: {
    required: (g) => [g.given('int64', [2], [0, 2]), g.int(3), g.floats([2], [0.25, 1])],
    options: [['read', 'axis', 0]],
  },
  Cast: { required: x34, attributes: { to: 7 }, opset: 19, unrun: true, options: [['idle', 'saturate', 0]] },
  CastLike: {
    required: (g) => [g.x(3, 4), g.given('int64', [1], [1])],
    opset: 19,
    unrun: true,
    options: [['idle', 'saturate', 0]],
  },
  Slice: {
    required: (g) => [g.x(4, 4), g.ints(1), g.ints(3)],
    options: [['read', 3, (g) => g.ints(1)]],
  },
  'com.microsoft:Trilu': {
    required: (g) => [g.x(3, 3)],
    options: [
      ['read', 1, (g) => g.int(1)],
      ['read', 'upper', 0],
    ],
  },
  EyeLike: {
    required: (g) => [g.x(3, 3)],
    options: [
      ['read', 'k', 1],
      ['idle', 'dtype', 1],
    ],
  },
  Pad: {
    required: (g) => [g.x(2, 3), g.ints(0, 1, 0, 1)],
    opset: 18,
    options: [
      ['read', 2, (g) => g.float(0.5)],
      ['refused', 'mode', 'edge'],
    ],
  },
  Sum: variadic(0),
  Max: variadic(1),
  Min: variadic(-1),
  Mean: variadic(0),
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceProd: reduction,
  ReduceSumSquare: reduction,
  ReduceL2: reduction,
  ReduceL1: reduction,
  ReduceLogSum: { ...reduction, required: (g) => [g.op('Exp', [g.x(2, 3, 4)])] },
  ReduceLogSumExp: reduction,
  Softmax: plain([['read', 'axis', 0]]),
  LogSoftmax: plain([['read', 'axis', 0]]),
  Gelu: plain([['read', 'approximate', 'tanh']], 20),
  'com.microsoft:Gelu': plain(),
  'com.microsoft:BiasGelu': { required: (g) => [g.x(3, 4), g.weight([4])], options: [] },
  'com.microsoft:FastGelu': plain([['read', 1, (g) => g.weight([4])]]),
  'com.microsoft:QuickGelu': plain([['read', 'alpha', 0.5]]),
  Swish: { ...plain([['read', 'alpha', 0.5]], 24), unrun: true },
  HardSwish: plain(),
  HardSigmoid: plain([
    ['read', 'alpha', 0.3],
    ['read', 'beta', 0.25],
  ]),
  LeakyRelu: plain([['read', 'alpha', 0.25]]),
  PRelu: { required: (g) => [g.x(3, 4), g.weight([4])], options: [] },
  Elu: plain([['read', 'alpha', 0.5]]),
  Celu: plain([['read', 'alpha', 0.5]]),
  Selu: plain([
    ['read', 'alpha', 0.5],
    ['read', 'gamma', 0.5],
  ]),
  Softsign: plain(),
  Mish: plain([], 18),
  Clip: plain([
    ['read', 1, (g) => g.float(-0.25)],
    ['read', 2, (g) => g.float(0.25)],
  ]),
  IsNaN: plain(),
  Gemm: {
    required: (g) => [g.x(4, 4), g.x(4, 4)],
    options: [
      ['read', 2, (g) => g.weight([4])],
      ['read', 'alpha', 0.5],
      ['idle', 'beta', 0.5],
      ['read', 'transA', 1],
      ['read', 'transB', 1],
    ],
  },
  Einsum: { required: (g) => [g.x(2, 3), g.x(3, 2)], attributes: { equation: 'ij,jk->ik' }, options: [] },
  Conv: {
    required: (g) => [g.x(2, 4, 7), g.weight([4, 4, 2])],
    options: [
      ['read', 2, (g) => g.weight([4])],
      ['refused', 'auto_pad', 'SAME_UPPER'],
      ['read', 'dilations', [2]],
      ['idle', 'kernel_shape', [2]],
      ['read', 'pads', [1, 0]],
      ['read', 'strides', [2]],
    ],
  },
};
