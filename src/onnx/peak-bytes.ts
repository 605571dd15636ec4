/** What a graph's device part holds at once, computed before anything runs: each value lives from its node to its last reader. */
import type { StaticGraph, Value } from './static-graph.ts';
import { elementCount } from './tensor.ts';

export interface GraphBytes {
  /** Of all values that are alive at once, at the node where that is most; inputs and weights included. */
  readonly peak: number;
  /** Of the largest value. */
  readonly largest: number;
}

const BYTES = { float32: 4, int32: 4, int64: 8, bool: 1 } as const;

const bytesOf = ({ type, dims }: Value): number => BYTES[type] * elementCount(dims);

/** Another shape of the same numbers, which takes no room of its own. */
const isView = (op: string): boolean => op === 'Reshape';

export function graphBytes({ nodes, inputs, weights, outputs }: StaticGraph): GraphBytes {
  const stands = new Map<Value, Value>();
  const owner = (value: Value): Value => stands.get(value) ?? value;
  const last = new Map<Value, number>();
  nodes.forEach((node, at) => {
    const [source] = node.inputs;
    if (isView(node.op) && source !== null && source !== undefined)
      stands.set(node.outputs[0], owner(source));
    for (const input of node.inputs) if (input !== null) last.set(owner(input), at);
  });
  for (const output of outputs) last.set(owner(output), nodes.length);
  const fixed = [...inputs, ...weights.keys()].reduce((sum, value) => sum + bytesOf(value), 0);
  let [alive, peak, largest] = [fixed, fixed, 0];
  const ends = new Map<number, number>();
  nodes.forEach((node, at) => {
    for (const output of node.outputs) {
      if (stands.has(output)) continue;
      const bytes = bytesOf(output);
      const end = last.get(output) ?? at;
      alive += bytes;
      largest = Math.max(largest, bytes);
      ends.set(end, (ends.get(end) ?? 0) + bytes);
    }
    peak = Math.max(peak, alive);
    alive -= ends.get(at) ?? 0;
  });
  return { peak, largest };
}
