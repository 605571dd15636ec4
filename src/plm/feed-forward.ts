/**
 * Finds feed-forward blocks by the flow of data: a linear map from width d to I, something nonlinear (perhaps gated),
 * and a linear map back to d, with nothing in between that mixes tokens or normalises. What enters the second map are
 * the block's neurons ("activated neurons" in prompt transferability, Su et al. 2022).
 */
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import { OPERATORS } from '../onnx/operators/index.ts';
import { entryOf } from '../onnx/table.ts';
import { producers, rewrite, type Rewrite } from '../onnx/rewrite.ts';
import type { StaticGraph, StaticNode, Value } from '../onnx/static-graph.ts';
import { linearMap } from './linear-map.ts';

/** The part of an encoder-decoder model in which something stands; everything of other models is an encoder's. */
export type Side = 'encoder' | 'decoder';

export interface FeedForward {
  /** The neurons after the activation, [..., size]. */
  readonly neurons: Value;
  readonly width: number;
  readonly size: number;
  /** Whether a second map, or the second half of one, decides how much of each neuron passes. */
  readonly gated: boolean;
  /** The map back to the model's width. */
  readonly output: StaticNode;
  readonly side: Side;
}

/** Beside elementwise operators these may stand between the two maps: they move neurons and leave them as they are. */
const MOVES = new Set(['Reshape', 'Slice', 'Transpose']);

/** All feed-forward blocks in the order in which they are computed, an encoder's before its decoder's. */
export function findFeedForwards(graph: StaticGraph): FeedForward[] {
  const made = producers(graph);
  const decoded = readsDecoder(graph);
  const found: FeedForward[] = [];
  for (const node of graph.nodes) {
    const back = linearMap(node, made);
    const maps = back === null ? null : mapsInto(back.input, back.from, made);
    if (back === null || maps?.width !== back.to) continue;
    const side = decoded.has(back.input) ? 'decoder' : 'encoder';
    const gated = maps.outputs > back.from;
    found.push({ neurons: back.input, width: back.to, size: back.from, gated, output: node, side });
  }
  return found.sort((a, b) => Number(a.side === 'decoder') - Number(b.side === 'decoder'));
}

/** Every value that follows from the decoder's own token ids. */
export function readsDecoder(graph: StaticGraph): ReadonlySet<Value> {
  const reached = new Set<Value>(graph.hostInputs.filter((input) => input.name === 'decoder_input_ids'));
  for (const node of [...graph.hostNodes, ...graph.nodes]) {
    if (node.inputs.some((input) => input !== null && reached.has(input)))
      for (const output of node.outputs) reached.add(output);
  }
  return reached;
}

interface MapsIn {
  /** Of what they read. */
  readonly width: number;
  /** Numbers a token that they give together. */
  readonly outputs: number;
}

/**
 * What the neurons are computed from, if that is one or more linear maps of the same input width, through elementwise
 * operators with at least one nonlinearity; else null.
 */
function mapsInto(neurons: Value, size: number, made: ReadonlyMap<Value, StaticNode>): MapsIn | null {
  const widths = new Set<number>();
  let outputs = 0;
  let nonlinear = false;
  const seen = new Set<Value>([neurons]);
  /** Whether a value that stands on the way may stand there; its inputs, if they matter, are asked next. */
  const plain = (value: Value): boolean => {
    // Gains, biases and neuron masks may enter; anything that the tokens decide may not.
    if (value.origin !== 'device') return value.origin !== 'host';
    const node = made.get(value);
    const map = linearMap(node, made);
    if (map !== null) {
      widths.add(map.from);
      outputs += map.to;
      // A gated block may compute both halves in one map of twice the size.
      return map.to === size || map.to === 2 * size;
    }
    const operator = node === undefined ? undefined : entryOf(OPERATORS, node.op);
    if (node === undefined || !(operator?.elementwise === true || MOVES.has(node.op))) return false;
    nonlinear ||= operator?.nonlinear === true;
    for (const input of node.inputs) if (input !== null) seen.add(input);
    return true;
  };
  // What is added while the set is walked is walked too.
  for (const value of seen) if (!plain(value)) return null;
  const [width, ...others] = widths;
  return nonlinear && others.length === 0 && width !== undefined ? { width, outputs } : null;
}

/**
 * Multiplies the neurons of each block by a mask of its own.
 * @param masks [size] a block, in the order of `blocks`; null leaves a block as it is
 */
export function maskNeurons(
  graph: StaticGraph,
  blocks: readonly FeedForward[],
  masks: (b: Builder) => readonly (Value | null)[],
): Rewrite {
  let made: readonly (Value | null)[] | undefined;
  return rewrite(graph, (node, inputs, b) => {
    const index = blocks.findIndex((block) => block.output === node);
    if (index < 0) return null;
    made ??= masks(b);
    const mask = made[index];
    const [neurons, ...rest] = inputs;
    if (mask === null || neurons === null) return null;
    return b.add(node.op, [arithmetic(b).mul(neurons, mask), ...rest], node.attributes, node.outputs.length);
  });
}
