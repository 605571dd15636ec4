/** Rewrites leave every result as it is, and make what they are there to make. */
import { describe, expect, test } from 'vitest';
import { Builder } from '../../src/onnx/builder.ts';
import { arithmetic } from '../../src/onnx/lowering/lowering.ts';
import { optimise, optimiseForGradient } from '../../src/onnx/optimise/index.ts';
import type { Value } from '../../src/onnx/static-graph.ts';
import { elementCount, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { evaluateGraph } from './compiled.ts';
import { noise } from './graph-maker.ts';

const random = (dims: readonly number[], seed: number): Tensor =>
  tensorOf('float32', dims, Array.from({ length: elementCount(dims) }, noise(seed)));

/** x [2, 3, 8] → outputs; w and v are frozen matrices, c a frozen vector. */
type Make = (b: Builder, at: { readonly x: Value; readonly w: Value; readonly c: Value }) => readonly Value[];

interface Result {
  readonly ops: readonly string[];
  readonly attributes: readonly Readonly<Record<string, unknown>>[];
}

/** Evaluates before and after; gives the operators that are left. */
function rewritten(make: Make, pass: typeof optimise = optimise): Result {
  const b = new Builder();
  const x = b.op('Tanh', [b.input('x', 'float32', [2, 3, 8])]);
  const w = b.weight('w', random([8, 8], 2));
  const c = b.weight('c', random([8], 3));
  const graph = b.build(make(b, { x, w, c }));
  const { builder, value } = pass(graph);
  const after = builder.build(graph.outputs.map(value));
  const given = new Map([[graph.inputs[0], random([2, 3, 8], 1)]]);
  const [before, now] = [evaluateGraph(graph, given), evaluateGraph(after, given)];
  before.forEach((tensor, index) => {
    expect(now[index].dims).toEqual(tensor.dims);
    tensor.data.forEach((y, at) => expect(Math.abs(y - now[index].data[at])).toBeLessThan(2e-6));
  });
  return {
    ops: after.nodes.map((node) => node.op),
    attributes: after.nodes.filter((node) => node.op === 'Gemm').map((node) => node.attributes),
  };
}

/** 1 + erf(x · factor). */
const gate = (b: Builder, x: Value, factor = Math.SQRT1_2): Value => {
  const { add, mul, op } = arithmetic(b);
  return add(op('Erf', mul(x, factor)), 1);
};

describe('Gelu', () => {
  test.each<[string, Make]>([
    ['half last', (b, { x }) => [arithmetic(b).mul(arithmetic(b).mul(x, gate(b, x)), 0.5)]],
    ['half first', (b, { x }) => [arithmetic(b).mul(arithmetic(b).mul(0.5, x), gate(b, x))]],
    ['half on the gate', (b, { x }) => [arithmetic(b).mul(x, arithmetic(b).mul(gate(b, x), 0.5))]],
    [
      'a division by √2',
      (b, { x }) => {
        const { add, mul, div, op } = arithmetic(b);
        return [mul(mul(x, 0.5), add(1, op('Erf', div(x, Math.SQRT2))))];
      },
    ],
  ])('is found with %s', (_what, make) => {
    expect(rewritten(make).ops.filter((op) => op !== 'Tanh')).toEqual(['Gelu']);
    expect(rewritten(make, optimiseForGradient).ops.filter((op) => op === 'Erf')).toHaveLength(1);
  });

  test.each<[string, Make]>([
    ['another factor than a half', (b, { x }) => [arithmetic(b).mul(arithmetic(b).mul(x, gate(b, x)), 0.7)]],
    ['another scale inside', (b, { x }) => [arithmetic(b).mul(arithmetic(b).mul(x, gate(b, x, 0.5)), 0.5)]],
    [
      'a gate by something else',
      (b, { x }) => [arithmetic(b).mul(arithmetic(b).mul(x, gate(b, b.op('Exp', [x]))), 0.5)],
    ],
    ['no half', (b, { x }) => [arithmetic(b).mul(x, gate(b, x))]],
  ])('is not seen in %s', (_what, make) => {
    expect(rewritten(make).ops).not.toContain('Gelu');
  });
});

describe('linear maps', () => {
  test('take their bias into one Gemm', () => {
    const { ops } = rewritten((b, { x, w, c }) => [arithmetic(b).add(b.op('MatMul', [x, w]), c)]);
    expect(ops).toEqual(['Tanh', 'Reshape', 'Gemm', 'Reshape']);
  });

  test('with a transposed table read it as it is stored', () => {
    const make: Make = (b, { x, w, c }) => [
      arithmetic(b).add(c, b.op('MatMul', [x, arithmetic(b).transpose(w, [1, 0])])),
    ];
    expect(rewritten(make)).toMatchObject({
      ops: ['Tanh', 'Reshape', 'Gemm', 'Reshape'],
      attributes: [{ transB: 1 }],
    });
  });

  test('keep a product that is read twice', () => {
    const { ops } = rewritten((b, { x, w, c }) => {
      const product = b.op('MatMul', [x, w]);
      return [arithmetic(b).add(product, c), b.op('Exp', [product])];
    });
    expect(ops.filter((op) => op === 'Gemm')).toHaveLength(1);
    expect(ops).toContain('Add');
  });

  test('leave what is not a bias outside', () => {
    const { ops } = rewritten((b, { x, w }) => [arithmetic(b).add(b.op('MatMul', [x, w]), x)]);
    expect(ops).toContain('Add');
  });
});

describe('factors', () => {
  const scores =
    (scale: (b: Builder, y: Value) => Value): Make =>
    (b, { x, w, c }) => {
      const q = arithmetic(b).add(b.op('MatMul', [x, w]), c);
      return [scale(b, b.op('MatMul', [q, arithmetic(b).transpose(x, [0, 2, 1])]))];
    };

  test.each<[string, (b: Builder, y: Value) => Value, number]>([
    ['multiplied on the right', (b, y) => arithmetic(b).mul(y, 0.25), 0.25],
    ['multiplied on the left', (b, y) => arithmetic(b).mul(0.25, y), 0.25],
    ['divided by', (b, y) => arithmetic(b).div(y, 4), 0.25],
  ])('%s move into the Gemm before, bias and all', (_what, scale, alpha) => {
    const { ops, attributes } = rewritten(scores(scale));
    expect(ops).not.toContain('Mul');
    expect(ops).not.toContain('Div');
    expect(attributes).toMatchObject([{ alpha, beta: alpha }]);
  });

  test('stay where the product is read elsewhere, too', () => {
    const { ops } = rewritten((b, { x, w, c }) => {
      const q = arithmetic(b).add(b.op('MatMul', [x, w]), c);
      return [arithmetic(b).mul(q, 0.25), b.op('Exp', [q])];
    });
    expect(ops).toContain('Mul');
  });

  test('that divide are not taken for factors that multiply', () => {
    const { ops } = rewritten((b, { x, w }) => [
      arithmetic(b).div(2, arithmetic(b).add(b.op('MatMul', [x, w]), 9)),
    ]);
    expect(ops).toContain('Div');
  });
});
