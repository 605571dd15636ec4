/** Every gradient rule against central finite differences in float64, on the reference rules of the operators. */
import { expect, test } from 'vitest';
import { differentiate, GRADIENTS } from '../../src/autodiff/differentiate.ts';
import { Builder } from '../../src/onnx/builder.ts';
import { arithmetic } from '../../src/onnx/lowering/lowering.ts';
import type { Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat64, elementCount, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { evaluateGraph } from '../onnx/compiled.ts';
import { noise } from '../onnx/graph-maker.ts';
import { OPERATOR_CASES, type OperatorCase } from '../onnx/operator-cases.ts';

/** Central differences err by about h² here, 1e-8, well below what a wrong rule would show. */
const STEP = 1e-4;

/** Σ weights · y over the float outputs, so that every output element has a cotangent of its own. */
function weightedSum(b: Builder, outputs: readonly Value[]): Value {
  const next = noise(99);
  const { mul, reshape, add } = arithmetic(b);
  const sums = outputs.map((y) => {
    const weights = tensorOf('float32', y.dims, Array.from({ length: elementCount(y.dims) }, next));
    const flat = reshape(mul(y, b.constant(weights)), [elementCount(y.dims)]);
    return b.op('ReduceSum', [flat, b.ints([0])], { keepdims: 0 });
  });
  return sums.reduce((total, sum) => add(total, sum));
}

/** Analytic and numeric gradients of each float input that is not constant. */
function gradients({
  op,
  inputs,
  attributes,
  outputs,
}: OperatorCase): { analytic: Tensor; numeric: number[] }[] {
  const b = new Builder();
  const given = new Map<Value, Tensor>();
  const trained: Value[] = [];
  const operands = inputs.map((input, index) => {
    if (input === null) return null;
    if (input.constant) return b.constant(input.tensor);
    const value = b.input(`x${String(index)}`, input.tensor.type, input.tensor.dims);
    const data = allocateFloat64(input.tensor.type, input.tensor.data.length);
    data.set(input.tensor.data);
    given.set(value, { ...input.tensor, data });
    if (value.type === 'float32') trained.push(value);
    return value;
  });
  const made = b.add(op, operands, attributes, outputs);
  // Statistics of a LayerNormalization and indices of TopK are not differentiated.
  const loss = weightedSum(b, made.slice(0, 1));
  const forward = b.build([loss]);
  expect(forward.nodes.some((node) => node.op === op)).toBe(true);
  const results = differentiate(b, forward.nodes, loss, trained);
  const backward = b.build(results);
  const analytic = evaluateGraph(backward, given, allocateFloat64);
  return trained.map((value, index) => {
    const { data } = given.get(value) ?? { data: new Float64Array(0) };
    const numeric = Array.from(data, (start, at) => {
      const lossAt = (x: number): number => {
        data[at] = x;
        const [{ data: sum }] = evaluateGraph(forward, given, allocateFloat64);
        data[at] = start;
        return sum[0];
      };
      return (lossAt(start + STEP) - lossAt(start - STEP)) / (2 * STEP);
    });
    return { analytic: analytic[index], numeric };
  });
}

const differentiable = OPERATOR_CASES.filter(
  (row) =>
    row.op in GRADIENTS &&
    row.inputs.some((input) => input !== null && !input.constant && input.tensor.type === 'float32') &&
    row.attributes['to'] === undefined,
);

test.each(differentiable.map((row) => [`${row.op}: ${row.what}`, row] as const))('%s', (_name, row) => {
  for (const { analytic, numeric } of gradients(row)) {
    const largest = Math.max(1, ...numeric.map(Math.abs));
    for (const [at, expected] of numeric.entries())
      expect(Math.abs(analytic.data[at] - expected) / largest).toBeLessThan(1e-6);
    expect(analytic.data.length).toBe(numeric.length);
  }
});

test('every rule has a case', () => {
  // Cast has tests of its own below.
  const covered = new Set([...differentiable.map((row) => row.op), 'Cast']);
  expect(Object.keys(GRADIENTS).filter((op) => !covered.has(op))).toEqual([]);
});

/** d/dx Σ f(x) at x. */
function slope(x: readonly number[], f: (b: Builder, x: Value) => Value): number[] {
  const b = new Builder();
  const value = b.input('x', 'float32', [x.length]);
  const loss = b.op('ReduceSum', [f(b, value), b.ints([0])], { keepdims: 0 });
  const [gradient] = differentiate(b, b.build([loss]).nodes, loss, [value]);
  const given = new Map([[value, tensorOf('float32', [x.length], x)]]);
  return Array.from(evaluateGraph(b.build([gradient]), given)[0].data);
}

test('whole numbers and truth values made from floats pass nothing back', () => {
  const through = (type: 'int64' | 'bool') => (b: Builder, x: Value) =>
    b.op('Mul', [x, b.op('Cast', [b.op('Cast', [x], { to: type })], { to: 'float32' })]);
  expect(slope([-2.5, 0.5, 3.5], through('int64'))).toEqual([-2, 0, 3]);
  expect(slope([-2.5, 0, 3.5], through('bool'))).toEqual([1, 0, 1]);
});

test('contributions to one value add up, whole ones and parts that overlap', () => {
  const f = (b: Builder, x: Value): Value => {
    const { slice, mul, add } = arithmetic(b);
    const parts = add(mul(slice(x, 0, 0, 2), 3), mul(slice(x, 0, 1, 3), 5));
    return b.op('Concat', [parts, mul(x, x), mul(slice(x, 0, 2, 3), 7)], { axis: 0 });
  };
  expect(slope([1, 2, 4], f)).toEqual([2 + 3, 4 + 3 + 5, 8 + 5 + 7]);
});

test('the gradient of what the loss does not depend on is zero', () => {
  expect(slope([1, 2], (b) => b.input('other', 'float32', [3]))).toEqual([0, 0]);
});

test('frozen weights get no gradient: the backward half of a linear map is one product', () => {
  const b = new Builder();
  const x = b.input('x', 'float32', [3, 64]);
  const w = b.weight('w', tensorOf('float32', [64, 64], new Float32Array(64 * 64)));
  const loss = weightedSum(b, [b.op('MatMul', [x, w])]);
  const forward = b.build([loss]).nodes;
  const gradient = differentiate(b, forward, loss, [x]);
  const products = b.build(gradient).nodes.filter((node) => node.op === 'MatMul' || node.op === 'Gemm');
  expect(products.map((node) => [node.op, node.attributes['transB'], node.inputs[1]?.name])).toEqual([
    ['Gemm', 1, 'w'],
  ]);
});

test('an operator without a rule is named with its node and its part of the model', () => {
  const b = new Builder();
  const x = b.input('x', 'float32', [2, 3]);
  b.source = '/layer.3/mod';
  const loss = weightedSum(b, [b.op('Mod', [x, b.number(2)], { fmod: 1 })]);
  const { nodes } = b.build([loss]);
  expect(() => differentiate(b, nodes, loss, [x], () => 'layer 4 of 12')).toThrow(
    expect.objectContaining({
      code: 'operator-without-rule',
      message: expect.stringMatching(/\/layer\.3\/mod.*layer 4 of 12.*Mod/) as string,
      where: '/layer.3/mod',
    }) as Error,
  );
});
