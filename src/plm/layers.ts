/**
 * Where layers begin and end, found by the flow of data. Everything passes through the residual stream: a value through
 * which every path goes is an articulation of the graph. Between two neighbouring articulations lies a block if there is a
 * matrix product beside the residual: attention, feed-forward, or both. A layer ends with the block that holds its
 * feed-forward part and begins with the one behind the layer before it.
 */
import { OPERATORS } from '../onnx/operators/index.ts';
import { rewrite, type Rewrite } from '../onnx/rewrite.ts';
import { entryOf } from '../onnx/table.ts';
import { sameDims } from '../onnx/tensor.ts';
import type { StaticGraph, StaticNode, Value } from '../onnx/static-graph.ts';
import { readsDecoder, type FeedForward, type Side } from './feed-forward.ts';
import type { PromptedGraph } from './plm.ts';

/** A layer maps `input` to `output`, tensors of one shape. */
export interface Layer {
  readonly side: Side;
  readonly input: Value;
  readonly output: Value;
  /** Its feed-forward blocks: one, in most architectures. */
  readonly blocks: readonly FeedForward[];
}

interface Spine {
  /** Values through which every path goes, in order. */
  readonly values: readonly Value[];
  /** Place of every value that lies on a path, in order of computation. */
  readonly position: ReadonlyMap<Value, number>;
}

/**
 * What every path from `starts` to `end` goes through.
 * A path may start at `starts` only: masks, positions and an encoder's output are not followed.
 */
function spineOf(nodes: readonly StaticNode[], starts: readonly Value[], end: Value): Spine {
  const behind = new Set<Value>(starts);
  for (const node of nodes)
    if (node.inputs.some((input) => input !== null && behind.has(input)))
      for (const output of node.outputs) behind.add(output);
  const before = new Set<Value>([end]);
  for (const node of [...nodes].reverse())
    if (node.outputs.some((output) => before.has(output)))
      for (const input of node.inputs) if (input !== null) before.add(input);
  // Walking in order of computation: a value is an articulation when every value made earlier has been read for the last time.
  const order = [...new Set([...starts, ...nodes.flatMap((node) => node.outputs)])].filter(
    (value) => behind.has(value) && before.has(value),
  );
  const position = new Map(order.map((value, index) => [value, index]));
  const lastRead = new Array<number>(order.length).fill(0);
  for (const node of nodes) {
    const output = node.outputs.find((value) => position.has(value));
    const at = output === undefined ? undefined : position.get(output);
    if (at === undefined) continue;
    for (const input of node.inputs) {
      const read = input === null ? undefined : position.get(input);
      if (read !== undefined) lastRead[read] = Math.max(lastRead[read], at);
    }
  }
  const values: Value[] = [];
  let reach = 0;
  order.forEach((value, index) => {
    if (reach <= index) values.push(value);
    reach = Math.max(reach, lastRead[index]);
  });
  return { values, position };
}

/** Layers in the order of the model's feed-forward blocks, an encoder's before its decoder's; empty when they can't be told apart. */
export function findLayers(prompted: PromptedGraph): readonly Layer[] {
  const sides: readonly (readonly [Side, readonly Value[]])[] = [
    ['encoder', prompted.words],
    ['decoder', decoderWords(prompted)],
  ];
  const stacks = sides.map(([side, starts]) => {
    const blocks = prompted.blocks.filter((block) => block.side === side);
    return { blocks, layers: blocks.length === 0 ? [] : layersOfStack(prompted, side, blocks, starts) };
  });
  return stacks.every(
    ({ blocks, layers }) => layers.flatMap((layer) => layer.blocks).length === blocks.length,
  )
    ? stacks.flatMap(({ layers }) => layers)
    : [];
}

function layersOfStack(
  { graph, logits }: PromptedGraph,
  side: Side,
  blocks: readonly FeedForward[],
  starts: readonly Value[],
): readonly Layer[] {
  const { values, position } = spineOf(graph.nodes, starts, logits);
  const at = (value: Value): number => position.get(value) ?? -1;
  const ends = values.map(at);
  /** The articulation that a value lies behind: the last one before it. */
  const segmentOf = (value: Value): number => ends.findIndex((end) => end >= at(value)) - 1;
  const worked = new Set<number>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    // What is itself an articulation has no residual beside it: a map of the embedding, or of the head.
    if (at(output) < 0 || ends.includes(at(output))) continue;
    if (entryOf(OPERATORS, node.op)?.flops !== undefined) worked.add(segmentOf(output));
  }
  const work = [...worked].filter((segment) => segment >= 0).sort((a, b) => a - b);
  const groups = new Map<number, FeedForward[]>();
  for (const block of blocks) {
    const place = work.indexOf(segmentOf(block.output.outputs[0]));
    groups.set(place, [...(groups.get(place) ?? []), block]);
  }
  const places = [...groups.keys()].sort((a, b) => a - b);
  // Several blocks with nothing between them are no layer of several blocks as far as anybody can tell.
  if (places[0] === undefined || places[0] < 0 || (places.length === 1 && blocks.length > 1)) return [];
  // The first layer has as many blocks as the second: what is before them belongs to the embedding.
  const each = places.length > 1 ? places[1] - places[0] : places[0] + 1;
  const inputs = places.map((_, layer) =>
    layer === 0 ? Math.max(0, places[0] - each + 1) : places[layer - 1] + 1,
  );
  // A layer's norm behind its last sum belongs to it: the last layer ends as many articulations behind it as the others.
  const behind = places.length > 1 ? work[inputs[1]] - work[places[0]] : 1;
  const layers = places.map((place, layer): Layer | null => {
    const input = values[work[inputs[layer]]];
    const following = inputs[layer + 1];
    const output = values[following === undefined ? work[place] + behind : work[following]];
    const isLayer =
      output !== undefined && at(output) > at(input) && sameDims(input.dims, output.dims) && input !== output;
    return isLayer ? { side, input, output, blocks: groups.get(place) ?? [] } : null;
  });
  return layers.every((layer) => layer !== null) ? layers : [];
}

/** The decoder's own looked-up words. */
function decoderWords({ graph, embedding }: PromptedGraph): readonly Value[] {
  const decoded = readsDecoder(graph);
  const looked = graph.nodes.find(
    ({ op, inputs, outputs }) =>
      op === 'Gather' &&
      inputs[1] !== null &&
      decoded.has(inputs[1]) &&
      outputs[0].dims.at(-1) === embedding.width,
  );
  return looked === undefined ? [] : [looked.outputs[0]];
}

/** Leaves layers out: what reads a dropped layer's output reads its input instead. */
export function dropLayers(
  graph: StaticGraph,
  layers: readonly Layer[],
  dropped: readonly number[],
): Rewrite {
  const skipped = new Map(dropped.map((index) => [layers[index].output, layers[index].input]));
  const resolve = (value: Value): Value => {
    const input = skipped.get(value);
    return input === undefined ? value : resolve(input);
  };
  const result = rewrite(graph, (node, _inputs, b, value) => {
    const redirected = node.inputs.map((input) => (input === null ? null : value(resolve(input))));
    return b.add(node.op, redirected, node.attributes, node.outputs.length);
  });
  return { builder: result.builder, value: (old) => result.value(resolve(old)) };
}
