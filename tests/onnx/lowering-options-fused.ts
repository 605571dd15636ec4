/** Options of normalisation, attention, rotary positions and what onnxruntime fuses with products. */
import type { PlainAttribute } from './graph-maker.ts';
import { INT32 } from './graph-maker.ts';
import type { CaseMaker } from './lowering-case.ts';
import type { Option, Row } from './lowering-options.ts';

const float = (value: number): PlainAttribute => ({ float: value });

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

export const FUSED_OPTIONS: Readonly<Record<string, Row>> = {
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
