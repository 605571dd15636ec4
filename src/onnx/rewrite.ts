/** Replays a graph's device nodes into a new builder, with some nodes replaced: the one way in which passes change a graph. */
import { Builder } from './builder.ts';
import type { StaticGraph, StaticNode, Value } from './static-graph.ts';

export interface Rewrite {
  readonly builder: Builder;
  /** What became of a value of the old graph. */
  readonly value: (old: Value) => Value;
}

/**
 * @param visit the new outputs of a node, given its new inputs and the mapping so far; null keeps the node as it is
 */
export function rewrite(
  graph: StaticGraph,
  visit: (
    node: StaticNode,
    inputs: readonly (Value | null)[],
    builder: Builder,
    value: (old: Value) => Value,
  ) => readonly Value[] | null,
): Rewrite {
  const builder = new Builder({ ...graph, nodes: [], outputs: [] });
  const made = new Map<Value, Value>();
  const value = (old: Value): Value => made.get(old) ?? old;
  for (const node of graph.nodes) {
    builder.source = node.source;
    const inputs = node.inputs.map((input) => (input === null ? null : value(input)));
    const outputs =
      visit(node, inputs, builder, value) ??
      builder.add(node.op, inputs, node.attributes, node.outputs.length);
    node.outputs.forEach((output, index) => {
      if (outputs[index] !== undefined) made.set(output, outputs[index]);
    });
  }
  builder.source = '';
  return { builder, value };
}

/** The node that makes each value, device and host nodes alike. */
export function producers(graph: StaticGraph): Map<Value, StaticNode> {
  const made = new Map<Value, StaticNode>();
  for (const node of [...graph.hostNodes, ...graph.nodes])
    for (const output of node.outputs) made.set(output, node);
  return made;
}

/** The nodes that read each value. */
export function consumers(graph: StaticGraph): Map<Value, StaticNode[]> {
  const readers = new Map<Value, StaticNode[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      if (input === null) continue;
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [node]);
      else known.push(node);
    }
  }
  return readers;
}
