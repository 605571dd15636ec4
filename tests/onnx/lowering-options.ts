/**
 * Every lowering with its operator's optional inputs and attributes, as ONNX 1.19 and onnxruntime's ContribOperators.md
 * list them, and what the lab makes of each. What the list leaves out is refused, as `lowering-options.test.ts` shows.
 */
import type { PlainAttribute, PlainAttributes } from './graph-maker.ts';
import { INT32 } from './graph-maker.ts';
import type { CaseMaker } from './lowering-case.ts';

/** `idle`: neither the lab's result nor onnxruntime's depends on it. */
export type Verdict = 'read' | 'refused' | 'idle';

export type Option =
  | readonly [verdict: Verdict, input: number, make: (g: CaseMaker) => string]
  | readonly [verdict: Verdict, attribute: string, value: PlainAttribute, more?: PlainAttributes];

export interface LoweringOptions {
  readonly op: string;
  readonly opset: number;
  readonly required: (g: CaseMaker) => readonly string[];
  readonly attributes: PlainAttributes;
  readonly options: readonly Option[];
  /** How many outputs the node must have; the first is compared. */
  readonly outputs: number;
  /** onnxruntime's CPU has no kernel, or none for the options: numbers are compared in other tests. */
  readonly unrun?: true;
}

type Row = Omit<LoweringOptions, 'op' | 'opset' | 'attributes' | 'outputs'> & Partial<LoweringOptions>;

const x34 = (g: CaseMaker): string[] => [g.x(3, 4)];
const x234 = (g: CaseMaker): string[] => [g.x(2, 3, 4)];
const plain = (options: readonly Option[] = [], opset = 17): Row => ({ required: x34, options, opset });
const float = (value: number): PlainAttribute => ({ float: value });

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
const rms = (opset: number): Row => ({
  required: (g) => [g.x(2, 3, 4), g.weight([3, 4], 0.2, 1)],
  attributes: { axis: 1 },
  opset,
  options: [
    ['read', 'epsilon', 0.25],
    ['idle', 'stash_type', 1],
  ],
});

const mask = (g: CaseMaker): string => g.given('int32', [2, 5], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
const past =
  (...dims: number[]) =>
  (g: CaseMaker) =>
    g.x(...dims);
const lengths = (g: CaseMaker): string => g.given('int32', [2], [4, 4]);
const total = (g: CaseMaker): string => g.tensor(INT32, [], [5]);
const gap = (): string => '';
const rotaryOptions = (positions: number): readonly Option[] => [
  ['read', 'interleaved', 1],
  ['read', 'num_heads', 2],
  ['refused', 'rotary_embedding_dim', 2],
  ...(positions === 1
    ? ([
        ['refused', 'is_packed_batching', 1],
        ['refused', 'scale', 0.5],
      ] as const)
    : []),
];

const ROWS: Readonly<Record<string, Row>> = {
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
  LayerNormalization: {
    required: (g) => [g.x(2, 3, 4), g.weight([3, 4], 0.2, 1)],
    attributes: { axis: 1 },
    options: [
      ['read', 2, (g) => g.weight([3, 4])],
      ['read', 'epsilon', 0.25],
      ['idle', 'stash_type', 1],
    ],
  },
  RMSNormalization: rms(23),
  SimplifiedLayerNormalization: rms(17),
  'com.microsoft:SimplifiedLayerNormalization': { ...rms(17), unrun: true },
  'com.microsoft:SkipLayerNormalization': {
    required: (g) => [g.x(2, 3, 8), g.x(2, 3, 8), g.weight([8], 0.2, 1)],
    options: [
      ['read', 3, (g) => g.weight([8])],
      ['read', 4, (g) => g.weight([8])],
      ['read', 'epsilon', 0.25],
    ],
  },
  'com.microsoft:SkipSimplifiedLayerNormalization': {
    required: (g) => [g.x(2, 3, 8), g.x(2, 3, 8), g.weight([8], 0.2, 1)],
    options: [
      ['read', 3, (g) => g.weight([8])],
      ['read', 'epsilon', 0.25],
    ],
  },
  'com.microsoft:EmbedLayerNormalization': {
    required: (g) => [
      g.given('int32', [2, 3], [1, 5, 2, 0, 3, 3]),
      g.given('int32', [2, 3], [0, 0, 1, 1, 0, 1]),
      g.weight([7, 8]),
      g.weight([5, 8]),
      g.weight([2, 8]),
      g.weight([8], 0.2, 1),
      g.weight([8]),
    ],
    outputs: 2,
    options: [
      ['idle', 7, (g) => g.given('int32', [2, 3], [1, 1, 1, 1, 1, 0])],
      ['read', 8, (g) => g.given('int32', [2, 3], [2, 1, 0, 0, 1, 2])],
      ['read', 'epsilon', 0.25],
      ['idle', 'mask_index_type', 0],
    ],
  },
  'com.microsoft:Attention': {
    required: (g) => [g.x(2, 5, 8), g.weight([8, 24]), g.weight([24])],
    attributes: { num_heads: 2 },
    options: [
      ['read', 3, mask],
      ['refused', 4, past(2, 2, 2, 3, 4)],
      ['read', 5, (g) => g.x(2, 2, 5, 5)],
      ['refused', 6, total],
      ['refused', 'do_rotary', 1],
      ['idle', 'mask_filter_value', float(-5)],
      ['refused', 'past_present_share_buffer', 1],
      ['idle', 'qkv_hidden_sizes', [8, 8, 8]],
      ['idle', 'rotary_embedding_dim', 0],
      ['read', 'scale', 0.25],
      ['read', 'unidirectional', 1],
    ],
  },
  'com.microsoft:MultiHeadAttention': {
    required: (g) => [g.x(2, 5, 8), g.x(2, 5, 8), g.x(2, 5, 8)],
    attributes: { num_heads: 2 },
    options: [
      ['read', 3, (g) => g.weight([24])],
      ['read', 4, mask],
      ['read', 5, (g) => g.x(2, 2, 5, 5)],
      ['refused', 6, past(2, 2, 3, 4)],
      ['refused', 7, past(2, 2, 3, 4)],
      ['refused', 8, total],
      ['refused', 9, (g) => g.given('int32', [2, 1, 5], new Array<number>(10).fill(0))],
      ['idle', 'mask_filter_value', float(-5)],
      ['read', 'scale', 0.25],
      ['read', 'unidirectional', 1],
    ],
  },
  Attention: {
    required: (g) => [g.x(2, 2, 5, 4), g.x(2, 2, 5, 4), g.x(2, 2, 5, 4)],
    opset: 23,
    options: [
      ['read', 3, (g) => g.x(5, 5)],
      ['refused', 4, past(2, 2, 3, 4)],
      ['refused', 5, past(2, 2, 3, 4)],
      ['refused', 6, (g) => g.given('int64', [2], [5, 3])],
      ['read', 'is_causal', 1],
      ['idle', 'qk_matmul_output_mode', 1],
      ['read', 'scale', 0.25],
      ['read', 'softcap', 0.5],
      ['idle', 'softmax_precision', 1],
    ],
  },
  'com.microsoft:RotaryEmbedding': {
    required: (g) => [
      g.x(2, 3, 16),
      g.given('int64', [2, 3], [0, 1, 2, 3, 4, 5]),
      g.weight([9, 4]),
      g.weight([9, 4]),
    ],
    options: rotaryOptions(1).map((option) =>
      option[1] === 'num_heads' ? ['idle', 'num_heads', 2] : option,
    ),
  },
  RotaryEmbedding: {
    required: (g) => [g.x(2, 3, 16), g.weight([2, 3, 4]), g.weight([2, 3, 4])],
    attributes: { num_heads: 2 },
    opset: 23,
    options: rotaryOptions(3).filter(([, what]) => what !== 'num_heads'),
  },
  'com.microsoft:GroupQueryAttention': {
    required: (g) => [
      ...[g.x(2, 5, 64), g.x(2, 5, 32), g.x(2, 5, 32), '', '', lengths(g), total(g)],
      ...[g.weight([9, 8]), g.weight([9, 8])],
    ],
    attributes: { num_heads: 4, kv_num_heads: 2, do_rotary: 1 },
    options: [
      ['refused', 3, past(2, 2, 3, 16)],
      ['refused', 4, past(2, 2, 3, 16)],
      ['read', 9, (g) => g.given('int64', [2, 5], [1, 2, 3, 4, 5, 0, 2, 4, 6, 8])],
      ['read', 10, (g) => g.x(2, 4, 5, 5)],
      ['refused', 11, (g) => g.weight([4])],
      ['refused', 12, (g) => g.weight([1])],
      ['refused', 13, (g) => g.weight([1])],
      ['refused', 'k_quant_type', 'PER_TENSOR'],
      ['refused', 'kv_cache_bit_width', 8],
      ['read', 'local_window_size', 2],
      ['refused', 'qk_output', 1],
      ['idle', 'qk_norm_epsilon', 0.25],
      ['read', 'rotary_interleaved', 1],
      ['read', 'scale', 0.5],
      ['refused', 'smooth_softmax', 1],
      ['read', 'softcap', 0.5],
      ['refused', 'v_quant_type', 'PER_TENSOR'],
    ],
  },
  'com.microsoft:RelativePositionBias': {
    required: (g) => [g.weight([16, 2]), g.int(9), g.int(9)],
    attributes: { max_distance: 64 },
    unrun: true,
    options: [['read', 'is_bidirectional', 1]],
  },
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
  'com.microsoft:FusedMatMul': {
    required: (g) => [g.x(2, 3, 3), g.x(2, 3, 3)],
    options: [
      ['read', 'alpha', 0.5],
      ['read', 'transA', 1],
      ['read', 'transB', 1],
      ['refused', 'transBatchA', 1],
      ['refused', 'transBatchB', 1],
    ],
  },
  'com.microsoft:FusedGemm': {
    required: (g) => [g.x(4, 4), g.x(4, 4)],
    attributes: { activation: 'Relu' },
    options: [
      ['read', 2, (g) => g.weight([4])],
      ['idle', 'activation_alpha', 0.5],
      ['idle', 'activation_beta', 0.5],
      ['idle', 'activation_gamma', 0.5],
      ['read', 'alpha', 0.5],
      ['idle', 'beta', 0.5],
      ['read', 'transA', 1],
      ['read', 'transB', 1],
    ],
  },
  'com.microsoft:GemmFastGelu': {
    required: (g) => [g.x(2, 3, 4), g.weight([4, 5])],
    unrun: true,
    options: [['read', 2, (g) => g.weight([5])]],
  },
  'com.microsoft:BiasAdd': {
    required: (g) => [g.x(2, 3, 320), g.weight([320]), g.x(2, 3, 320)],
    unrun: true,
    options: [],
  },
};

export const LOWERING_OPTIONS: readonly LoweringOptions[] = Object.entries(ROWS).map(([op, row]) => ({
  op,
  opset: 17,
  attributes: {},
  outputs: 1,
  ...row,
}));

/** The names of a case's inputs with one more at `index`. */
export function withInput(inputs: readonly string[], index: number, name: string): string[] {
  return Array.from({ length: Math.max(inputs.length, index + 1) }, (_, at) =>
    at === index ? name : (inputs[at] ?? gap()),
  );
}
