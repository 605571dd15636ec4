/** Fused attention, rotary positions and relative biases, taken apart, against onnxruntime on the operator itself. */
import { expect, test } from 'vitest';
import { tensorOf } from '../../src/onnx/tensor.ts';
import { relativeBuckets } from '../plm/zoo/mpnet.ts';
import { TorchMaker } from '../plm/zoo/torch-maker.ts';
import { distance, runCompiled } from './compiled.ts';
import { FLOAT, GraphMaker, INT64 } from './graph-maker.ts';
import { describeLowerings, type CaseBuilder, type LoweringRow } from './lowering-case.ts';
import { runOriginal } from './original.ts';

const attentionInputs = (g: Parameters<CaseBuilder>[0]): string[] => [
  g.x(2, 5, 8),
  g.weight([8, 24]),
  g.weight([24]),
];
const mask = (g: Parameters<CaseBuilder>[0]): string =>
  g.given('int32', [2, 5], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);

const ATTENTIONS: readonly LoweringRow[] = [
  ['Attention', (g) => g.op('com.microsoft:Attention', attentionInputs(g), { num_heads: 2 })],
  [
    'Attention with a mask',
    (g) => g.op('com.microsoft:Attention', [...attentionInputs(g), mask(g)], { num_heads: 2 }),
  ],
  [
    'Attention with lengths, causal',
    (g) =>
      g.op('com.microsoft:Attention', [...attentionInputs(g), g.given('int32', [2], [5, 3])], {
        num_heads: 2,
        unidirectional: 1,
      }),
  ],
  [
    'Attention with a bias on the scores',
    (g) =>
      g.op('com.microsoft:Attention', [...attentionInputs(g), mask(g), '', g.x(2, 2, 5, 5)], {
        num_heads: 2,
      }),
  ],
  [
    'MultiHeadAttention',
    (g) =>
      g.op('com.microsoft:MultiHeadAttention', [g.x(2, 5, 8), g.x(2, 5, 8), g.x(2, 5, 8)], { num_heads: 2 }),
  ],
  [
    'MultiHeadAttention over another text, with bias and mask',
    (g) =>
      g.op(
        'com.microsoft:MultiHeadAttention',
        [g.x(2, 3, 8), g.x(2, 5, 8), g.x(2, 5, 8), g.weight([24]), mask(g)],
        { num_heads: 2 },
      ),
  ],
  [
    'MultiHeadAttention with a bias on the scores and a scale',
    (g) =>
      g.op(
        'com.microsoft:MultiHeadAttention',
        [g.x(2, 5, 8), g.x(2, 5, 8), g.x(2, 5, 8), '', '', g.x(1, 2, 5, 5)],
        {
          num_heads: 2,
          scale: 0.25,
        },
      ),
  ],
  ['GroupQueryAttention with rotary positions', (g) => groupQuery(g, { do_rotary: 1 })],
  [
    'GroupQueryAttention in pairs of neighbours',
    (g) => groupQuery(g, { do_rotary: 1, rotary_interleaved: 1 }),
  ],
  ['GroupQueryAttention through a window', (g) => groupQuery(g, { local_window_size: 2 })],
  ['GroupQueryAttention with capped scores', (g) => groupQuery(g, { softcap: 0.5, scale: 2.5 })],
  [
    'GroupQueryAttention of one product',
    (g) => {
      const lengths = [g.given('int32', [2], [4, 4]), g.tensor(6, [], [5])];
      return g.add(
        'com.microsoft:GroupQueryAttention',
        [g.x(2, 5, 128), '', '', '', '', ...lengths],
        { num_heads: 4, kv_num_heads: 2 },
        3,
      );
    },
  ],
  [
    'Attention-23 with a mask of truth values',
    (g) => {
      const keep = g.given(
        'bool',
        [5, 5],
        Array.from({ length: 25 }, (_, at) => (at % 3 === 1 ? 0 : 1)),
      );
      return g.op('Attention', [g.x(2, 2, 5, 4), g.x(2, 2, 5, 4), g.x(2, 2, 5, 4), keep]);
    },
    23,
  ],
  [
    'Attention-23, merged heads, fewer key heads, causal, capped',
    (g) =>
      g.op('Attention', [g.x(2, 5, 16), g.x(2, 5, 8), g.x(2, 5, 8)], {
        q_num_heads: 4,
        kv_num_heads: 2,
        is_causal: 1,
        softcap: { float: 2 },
      }),
    23,
  ],
];

/** Grouped queries over [2, 5] tokens, four heads on two; presents are the keys and values. */
function groupQuery(g: Parameters<CaseBuilder>[0], attributes: Readonly<Record<string, number>>): string[] {
  const lengths = [g.given('int32', [2], [4, 4]), g.tensor(6, [], [5])];
  const caches = attributes.do_rotary === 1 ? [g.weight([9, 8]), g.weight([9, 8])] : [];
  const inputs = [g.x(2, 5, 64), g.x(2, 5, 32), g.x(2, 5, 32), '', '', ...lengths, ...caches];
  return g.add(
    'com.microsoft:GroupQueryAttention',
    inputs,
    { num_heads: 4, kv_num_heads: 2, ...attributes },
    3,
  );
}

const positions = (g: Parameters<CaseBuilder>[0]): string => g.given('int64', [2, 3], [0, 1, 2, 3, 4, 5]);

const ROTATIONS: readonly LoweringRow[] = [
  [
    'RotaryEmbedding',
    (g) =>
      g.op('com.microsoft:RotaryEmbedding', [
        g.x(2, 3, 16),
        positions(g),
        g.weight([9, 4]),
        g.weight([9, 4]),
      ]),
  ],
  [
    'RotaryEmbedding of neighbours, from an offset',
    (g) => {
      const offset = g.given('int64', [1], [2]);
      return g.op(
        'com.microsoft:RotaryEmbedding',
        [g.x(2, 2, 3, 8), offset, g.weight([9, 4]), g.weight([9, 4])],
        { interleaved: 1 },
      );
    },
  ],
  [
    'RotaryEmbedding of a part of each head',
    (g) =>
      g.op(
        'com.microsoft:RotaryEmbedding',
        [g.x(2, 3, 16), positions(g), g.weight([9, 2]), g.weight([9, 2])],
        {
          num_heads: 2,
          rotary_embedding_dim: 4,
        },
      ),
  ],
  [
    'RotaryEmbedding-23',
    (g) => g.op('RotaryEmbedding', [g.x(2, 2, 3, 8), g.weight([9, 4]), g.weight([9, 4]), positions(g)]),
    23,
  ],
  [
    'RotaryEmbedding-23 with rows in place',
    (g) =>
      g.op('RotaryEmbedding', [g.x(2, 3, 16), g.weight([2, 3, 4]), g.weight([2, 3, 4])], { num_heads: 2 }),
    23,
  ],
];

describeLowerings('attention', ATTENTIONS);
describeLowerings('rotary positions', ROTATIONS);

test('RelativePositionBias, which onnxruntime has on GPUs only, is the bias that the exported graph computes', async () => {
  const lengths = 70;
  const spelledOut = new TorchMaker(1);
  const table = spelledOut.weight([16, 2]);
  const length = spelledOut.input('length', INT64, []);
  const looked = spelledOut.op('Gather', [table, relativeBuckets(spelledOut, length, 16, 32)]);
  spelledOut.output(spelledOut.unsqueeze(spelledOut.permute(looked, 2, 0, 1), 0), FLOAT, 'bias');
  const truth = await runOriginal(spelledOut.model(), { length: tensorOf('int64', [], [lengths]) });

  const fused = new GraphMaker(1);
  const inputs = [fused.weight([16, 2]), fused.int(lengths), fused.int(lengths)];
  const attributes = { max_distance: 32, is_bidirectional: 1 };
  fused.output(fused.op('com.microsoft:RelativePositionBias', inputs, attributes), FLOAT, 'bias');
  expect(distance(runCompiled(fused.model(), {}).bias, truth.bias)).toBeLessThan(1e-6);
});

test('the biases of a decoder look back only', () => {
  const g = new GraphMaker(1);
  const table = g.floats([4, 1], [0, 1, 2, 3]);
  const bias = g.op('com.microsoft:RelativePositionBias', [table, g.int(5), g.int(5)], { max_distance: 4 });
  g.output(bias, FLOAT, 'bias');
  // Exact for distances 0 and 1, then logarithmic up to 4; what lies ahead counts as distance 0.
  expect(Array.from(runCompiled(g.model(), {}).bias.data)).toEqual(
    [
      [0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [2, 1, 0, 0, 0],
      [3, 2, 1, 0, 0],
      [3, 3, 2, 1, 0],
    ].flat(),
  );
});
