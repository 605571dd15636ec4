/** Arithmetic of a graph, counted and not measured: what a step costs whatever the machine. */
import type { StaticGraph, StaticNode } from './static-graph.ts';
import { intAttribute } from './static-graph.ts';

const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** A multiplication and an addition for each element of the result and of the axis summed over. */
function productFlops(node: StaticNode): number {
  const [a] = node.inputs;
  if (a === null || a === undefined) return 0;
  const inner =
    node.op === 'Gemm' && intAttribute(node.attributes, 'transA', 0) === 1 ? a.dims.at(-2) : a.dims.at(-1);
  return 2 * size(node.outputs[0].dims) * (inner ?? 1);
}

/** Floating-point operations of all matrix products (MatMul, Gemm); everything else is little beside them. */
export function countFlops({ nodes }: StaticGraph): number {
  return nodes
    .filter(({ op }) => op === 'MatMul' || op === 'Gemm')
    .reduce((sum, node) => sum + productFlops(node), 0);
}
