import { expect, test } from 'vitest';
import { countFlops } from '../../src/onnx/count-flops.ts';
import type { Attributes, StaticGraph, StaticNode, Value } from '../../src/onnx/static-graph.ts';

let made = 0;
const value = (dims: readonly number[]): Value => ({
  id: ++made,
  name: `v${String(made)}`,
  type: 'float32',
  dims,
  origin: 'device',
});

function node(
  op: string,
  inputs: readonly (readonly number[])[],
  output: readonly number[],
  attributes: Attributes = {},
): StaticNode {
  return { op, domain: '', inputs: inputs.map(value), outputs: [value(output)], attributes, source: op };
}

const graph = (...nodes: readonly StaticNode[]): StaticGraph => ({
  hostInputs: [],
  hostNodes: [],
  inputs: [],
  weights: new Map(),
  nodes,
  outputs: [],
});

const flops = (...nodes: readonly StaticNode[]): number => countFlops(graph(...nodes));

test('a product costs a multiplication and an addition for each element and each term of its sum', () => {
  expect(
    flops(
      node(
        'MatMul',
        [
          [3, 5],
          [5, 7],
        ],
        [3, 7],
      ),
    ),
  ).toBe(2 * 3 * 5 * 7);
  expect(
    flops(
      node(
        'MatMul',
        [
          [2, 4, 3, 5],
          [2, 4, 5, 7],
        ],
        [2, 4, 3, 7],
      ),
    ),
  ).toBe(2 * 8 * 3 * 5 * 7);
  expect(flops(node('MatMul', [[5], [5]], []))).toBe(2 * 5);
});

test('a Gemm costs the same turned or not', () => {
  expect(flops(node('Gemm', [[3, 5], [5, 7], [7]], [3, 7]))).toBe(2 * 3 * 5 * 7);
  expect(flops(node('Gemm', [[5, 3], [5, 7], [7]], [3, 7], { transA: 1 }))).toBe(2 * 3 * 5 * 7);
  expect(
    flops(
      node(
        'Gemm',
        [
          [3, 5],
          [7, 5],
        ],
        [3, 7],
        { transB: 1 },
      ),
    ),
  ).toBe(2 * 3 * 5 * 7);
});

test('twice the batch costs twice as much, products add up, and everything else counts for nothing', () => {
  const layer = (batch: number) => [
    node(
      'MatMul',
      [
        [batch, 16, 8],
        [8, 32],
      ],
      [batch, 16, 32],
    ),
    node('Gelu', [[batch, 16, 32]], [batch, 16, 32]),
    node(
      'MatMul',
      [
        [batch, 16, 32],
        [32, 8],
      ],
      [batch, 16, 8],
    ),
    node('Add', [[batch, 16, 8], [8]], [batch, 16, 8]),
  ];
  expect(flops(...layer(4))).toBe(2 * 2 * 4 * 16 * 8 * 32);
  expect(flops(...layer(8))).toBe(2 * flops(...layer(4)));
  expect(flops(node('Add', [[4], [4]], [4]))).toBe(0);
});
