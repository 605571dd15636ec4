import { OPERATORS } from './operators/index.ts';
import type { StaticGraph } from './static-graph.ts';
import { entryOf } from './table.ts';

/** Operators of a graph's device part that WebGPU leaves to the CPU; a training program must contain none. */
export function operatorsWithoutWebgpu(graph: StaticGraph): string[] {
  const used = new Set(graph.nodes.map((node) => node.op));
  return [...used].filter((op) => entryOf(OPERATORS, op)?.withoutWebgpu === true);
}
