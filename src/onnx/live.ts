/** Removes what the outputs do not need. */
import type { StaticGraph, StaticNode, Value } from './static-graph.ts';

export function liveGraph(graph: StaticGraph): StaticGraph {
  const needed = new Set<Value>(graph.outputs);
  const keep = (nodes: readonly StaticNode[]): StaticNode[] => {
    const kept: StaticNode[] = [];
    for (let at = nodes.length - 1; at >= 0; at--) {
      const node = nodes[at];
      if (!node.outputs.some((output) => needed.has(output))) continue;
      for (const input of node.inputs) if (input !== null) needed.add(input);
      kept.push(node);
    }
    return kept.reverse();
  };
  const nodes = keep(graph.nodes);
  const hostNodes = keep(graph.hostNodes);
  return {
    hostInputs: graph.hostInputs.filter((value) => needed.has(value)),
    hostNodes,
    inputs: graph.inputs.filter((value) => needed.has(value)),
    weights: new Map([...graph.weights].filter(([value]) => needed.has(value))),
    nodes,
    outputs: graph.outputs,
  };
}
