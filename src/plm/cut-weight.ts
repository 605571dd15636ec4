/**
 * Copies of weights with a block's neurons in another order, of which narrower models are views: one copy a weight and
 * order, whatever the number of widths and programs.
 */
import type { Builder } from '../onnx/builder.ts';
import type { Value } from '../onnx/static-graph.ts';
import type { Tensor } from '../onnx/tensor.ts';

/** Places of a weight's neuron axis: of neuron i it is `offset + step · i`, of neurons the first `keep` of `order`. */
export interface Cut {
  readonly order: readonly number[];
  readonly keep: number;
  /** Places of the axis. */
  readonly count: number;
  readonly offset: number;
  readonly step: number;
}

/** Weights of at least this many numbers stay outside the graph, as `specialise` has it. */
const WEIGHT_NUMBERS = 4096;

/** By order, so that copies go when nothing keeps their order any more; then by weight. */
const copies = new WeakMap<readonly number[], Map<string, Float32Array>>();

let tensors = 0;
const numbers = new WeakMap<Tensor, number>();

/** A number of its own for every tensor. */
function numberOf(tensor: Tensor): number {
  const known = numbers.get(tensor) ?? (tensors += 1);
  numbers.set(tensor, known);
  return known;
}

/**
 * The kept neurons as rows, [keep, …]. The name of what stays outside the graph says what it holds: where it was cut from,
 * and the order by its hash, so that two cuts never share one.
 * @param source the value that holds `tensor`
 * @param axis whether the neurons are the rows or the columns of `tensor`; a list has rows
 */
export function cutWeight(
  b: Builder,
  source: Value,
  tensor: Tensor,
  axis: 'rows' | 'columns',
  cut: Cut,
): Value {
  const content = `${axis} ${String(cut.offset)}+${String(cut.step)} ${orderHash(cut.order)}`;
  const known = copies.get(cut.order) ?? new Map<string, Float32Array>();
  copies.set(cut.order, known);
  const key = `${String(numberOf(tensor))} ${content}`;
  const sorted = known.get(key) ?? sortedRows(tensor, axis, cut);
  known.set(key, sorted);
  const width = tensor.data.length / cut.count;
  const dims = tensor.dims.length === 2 ? [cut.keep, width] : [cut.keep];
  const data = sorted.subarray(0, cut.keep * width);
  const kept: Tensor = { type: 'float32', dims, data };
  // Constants have no names of their own.
  return source.origin === 'weight' && data.length >= WEIGHT_NUMBERS
    ? b.weight(`${source.name} [${String(cut.keep)} of ${content}]`, kept)
    : b.constant(kept);
}

function sortedRows({ data }: Tensor, axis: 'rows' | 'columns', cut: Cut): Float32Array {
  const width = data.length / cut.count;
  const sorted = new Float32Array(cut.order.length * width);
  cut.order.forEach((neuron, row) => {
    const at = cut.offset + cut.step * neuron;
    for (let column = 0; column < width; column++)
      sorted[row * width + column] =
        axis === 'rows' ? data[at * width + column] : data[column * cut.count + at];
  });
  return sorted;
}

const hashes = new WeakMap<readonly number[], string>();

/** 64 bits of an order: FNV-1a from two bases, each with its length. */
function orderHash(order: readonly number[]): string {
  const known = hashes.get(order);
  if (known !== undefined) return known;
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (const neuron of order) {
    one = Math.imul(one ^ neuron, 0x01000193);
    other = Math.imul(other ^ (neuron + 0x9e37), 0x85ebca6b);
  }
  const hash = [one, other].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  const text = `${String(order.length)}#${hash}`;
  hashes.set(order, text);
  return text;
}
