/** Arithmetic of a graph, counted and not measured: what a step costs whatever the machine. */
import { OPERATORS } from './operators/index.ts';
import type { StaticGraph } from './static-graph.ts';
import { entryOf } from './table.ts';

/** Floating-point operations of all matrix products of a graph's device part; everything else is little beside them. */
export function countFlops({ nodes }: StaticGraph, operators = OPERATORS): number {
  return nodes.reduce(
    (sum, { op, inputs, attributes, outputs }) =>
      sum + (entryOf(operators, op)?.flops?.(inputs, attributes, outputs) ?? 0),
    0,
  );
}
