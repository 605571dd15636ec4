/** Runs the host part of a graph: masks, positions and indices of one batch, in JavaScript. */
import type { HostTensor } from './host-tensor.ts';
import { OPERATORS } from './operators/index.ts';
import { evaluateNodes } from './evaluate.ts';
import type { StaticGraph, Value } from './static-graph.ts';
import { allocateFloat32, tensorOf, type Tensor } from './tensor.ts';

/** Host values that device nodes read, in the order in which they are first read. */
export function hostFeeds(graph: StaticGraph): Value[] {
  const feeds = new Set<Value>();
  for (const node of graph.nodes)
    for (const input of node.inputs) if (input?.origin === 'host') feeds.add(input);
  for (const output of graph.outputs) if (output.origin === 'host') feeds.add(output);
  return [...feeds];
}

/**
 * Computes what the device needs of one batch.
 * @param given host inputs by name: numbers in the input's shape
 * @throws Error naming a host input that is missing or has the wrong number of elements
 */
export function runHost(
  graph: StaticGraph,
  given: Readonly<Record<string, ArrayLike<number>>>,
): Map<Value, Tensor> {
  const values = new Map<Value, Tensor>(graph.weights);
  for (const input of graph.hostInputs) {
    const numbers = given[input.name];
    const count = input.dims.reduce((product, dim) => product * dim, 1);
    if (numbers?.length !== count) {
      throw new Error(
        `input ${input.name} needs ${String(count)} numbers, got ${numbers === undefined ? 'none' : String(numbers.length)}`,
      );
    }
    values.set(input, tensorOf(input.type, input.dims, numbers));
  }
  evaluateNodes(graph.hostNodes, values, OPERATORS, allocateFloat32);
  return values;
}

/** A host tensor in the form in which the device takes it: integers as int32, truth values as 0 and 1, infinities finite. */
export function toDevice(tensor: Tensor): HostTensor {
  if (tensor.type === 'int64' || tensor.type === 'int32')
    return { type: 'int32', dims: tensor.dims, data: Int32Array.from(tensor.data, clampInt32) };
  const data = new Float32Array(tensor.data);
  for (let at = 0; at < data.length; at++) if (Math.abs(data[at]) === Infinity) data[at] = finite(data[at]);
  return { type: 'float32', dims: tensor.dims, data };
}

export const clampInt32 = (x: number): number => Math.max(-2147483648, Math.min(2147483647, x));

/**
 * Masks hold −∞ in some exports. A row of nothing but −∞ makes softmax NaN, and NaN spreads from padded rows through
 * 0 · NaN; with a large finite number such a row becomes uniform and stays where nobody reads it. Attended positions
 * do not change: e^(−10³⁰) is 0 as well.
 */
export const MASKED = -1e30;

export const finite = (x: number): number => (x === -Infinity ? MASKED : x === Infinity ? -MASKED : x);
