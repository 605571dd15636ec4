/** Fused operators of onnxruntime and of ai.onnx, taken apart, against onnxruntime on the operator itself. */
import { expect, test } from 'vitest';
import { distance, runCompiled } from './compiled.ts';
import { FLOAT, GraphMaker } from './graph-maker.ts';
import { describeLowerings, type CaseBuilder, type LoweringRow } from './lowering-case.ts';

const scale = (g: Parameters<CaseBuilder>[0], size: number): string => g.weight([size], 0.2, 1);

const ACTIVATIONS: readonly LoweringRow[] = [
  ['Gelu', (g) => g.op('com.microsoft:Gelu', [g.x(3, 4)])],
  ['Gelu of ai.onnx', (g) => g.op('Gelu', [g.x(3, 4)]), 20],
  ['Gelu of ai.onnx by tanh', (g) => g.op('Gelu', [g.x(3, 4)], { approximate: 'tanh' }), 20],
  ['FastGelu', (g) => g.op('com.microsoft:FastGelu', [g.x(3, 4)])],
  ['FastGelu with a bias', (g) => g.op('com.microsoft:FastGelu', [g.x(3, 4), g.weight([4])])],
  ['BiasGelu', (g) => g.op('com.microsoft:BiasGelu', [g.x(2, 3, 4), g.weight([4])])],
  ['QuickGelu', (g) => g.op('com.microsoft:QuickGelu', [g.x(3, 4)], { alpha: 1.702 })],
];

const NORMALISATIONS: readonly LoweringRow[] = [
  [
    'LayerNormalization',
    (g) =>
      g.op('LayerNormalization', [g.x(2, 3, 4), scale(g, 4), g.weight([4])], { axis: -1, epsilon: 1e-5 }),
  ],
  [
    'LayerNormalization without bias',
    (g) => g.op('LayerNormalization', [g.x(2, 4), scale(g, 4)], { axis: -1 }),
  ],
  [
    'RMSNormalization',
    (g) => g.op('RMSNormalization', [g.x(2, 3, 4), scale(g, 4)], { axis: -1, epsilon: 1e-6 }),
    23,
  ],
  [
    'SimplifiedLayerNormalization',
    (g) => g.op('SimplifiedLayerNormalization', [g.x(2, 3, 4), scale(g, 4)], { axis: -1, epsilon: 1e-6 }),
  ],
  [
    'SkipLayerNormalization and its sum',
    (g) => {
      const inputs = [g.x(2, 3, 8), g.x(2, 3, 8), scale(g, 8), g.weight([8]), g.weight([8])];
      const [y, , , sum] = g.add('com.microsoft:SkipLayerNormalization', inputs, { epsilon: 1e-5 }, 4);
      return [y, sum];
    },
  ],
  [
    'SkipSimplifiedLayerNormalization',
    (g) =>
      g.op('com.microsoft:SkipSimplifiedLayerNormalization', [g.x(2, 3, 8), g.x(2, 3, 8), scale(g, 8)], {
        epsilon: 1e-5,
      }),
  ],
  [
    'EmbedLayerNormalization',
    (g) => {
      const ids = g.given('int32', [2, 3], [1, 5, 2, 0, 3, 3]);
      const types = g.given('int32', [2, 3], [0, 0, 1, 1, 0, 1]);
      const tables = [g.weight([7, 8]), g.weight([5, 8]), g.weight([2, 8])];
      const inputs = [ids, types, ...tables, scale(g, 8), g.weight([8])];
      return g.add('com.microsoft:EmbedLayerNormalization', inputs, { epsilon: 1e-5 }, 2)[0];
    },
  ],
];

const EQUATIONS = [
  'ij,jk->ik',
  'bhid,bhjd->bhij',
  'ibnd,jbnd->bnij',
  'ibh,hnd->ibnd',
  'ijbs,ibns->bnij',
  'ibnd,hnd->ibh',
  '...ij,...jk->...ik',
  'ij,jk',
  'ijb,ijc->bc',
];

const SIZES: Readonly<Record<string, number>> = { i: 3, j: 4, k: 5, b: 2, h: 6, d: 3, n: 4, s: 2, c: 7 };

function einsum(g: Parameters<CaseBuilder>[0], equation: string): string {
  const [left] = equation.split('->');
  const inputs = left.split(',').map((term) => {
    const letters = [...term.replace('...', '')].map((letter) => SIZES[letter]);
    return g.x(...(term.includes('...') ? [2, 3] : []), ...letters);
  });
  return g.op('Einsum', inputs, { equation });
}

const PRODUCTS: readonly LoweringRow[] = [
  [
    'FusedGemm',
    (g) =>
      g.op('com.microsoft:FusedGemm', [g.x(3, 4), g.weight([5, 4]), g.weight([5])], {
        transB: 1,
        activation: 'Relu',
      }),
  ],
  ['Trilu of old exports', (g) => g.op('com.microsoft:Trilu', [g.x(3, 3), g.int(1)], { upper: 0 })],
  [
    'FusedMatMul',
    (g) =>
      g.op('com.microsoft:FusedMatMul', [g.x(2, 4, 3), g.x(2, 5, 4)], { transA: 1, transB: 1, alpha: 0.5 }),
  ],
  [
    'a convolution',
    (g) =>
      g.op('Conv', [g.x(2, 4, 7), g.weight([6, 4, 3]), g.weight([6])], { pads: [1, 1], kernel_shape: [3] }),
  ],
  [
    'a convolution by groups with strides and gaps',
    (g) =>
      g.op('Conv', [g.x(2, 4, 9), g.weight([6, 2, 3])], {
        group: 2,
        strides: [2],
        dilations: [2],
        pads: [2, 1],
      }),
  ],
  ...EQUATIONS.map((equation): LoweringRow => [`Einsum ${equation}`, (g) => einsum(g, equation)]),
  ['Einsum of one operand', (g) => g.op('Einsum', [g.x(2, 3, 4)], { equation: 'ijk->ki' })],
];

describeLowerings('activations', ACTIVATIONS);
describeLowerings('normalisations', NORMALISATIONS);
describeLowerings('products', PRODUCTS);

test('GemmFastGelu, which onnxruntime has on GPUs only, is a product and a FastGelu', () => {
  const build = (fused: boolean) => {
    const g = new GraphMaker(4);
    const [x, weight, bias] = [g.weight([3, 4], 1), g.weight([4, 5]), g.weight([5])];
    const product = fused ? '' : g.op('MatMul', [x, weight]);
    const y = fused
      ? g.op('com.microsoft:GemmFastGelu', [x, weight, bias])
      : g.op('com.microsoft:FastGelu', [product, bias]);
    g.output(y, FLOAT, 'y');
    return runCompiled(g.model(), {}).y;
  };
  expect(distance(build(true), build(false))).toBe(0);
  expect(Math.max(...Array.from(build(true).data, Math.abs))).toBeGreaterThan(0.1);
});
