/**
 * Where layers begin and end, found by the flow of data: between two layers everything passes through one tensor, the
 * residual stream. Such a tensor is an articulation of the graph; those that several nodes read are the places where
 * attention or feed-forward blocks branch off.
 */
import { rewrite, type Rewrite } from '../onnx/rewrite.ts';
import { sameDims } from '../onnx/tensor.ts';
import type { StaticGraph, StaticNode, Value } from '../onnx/static-graph.ts';
import { readsDecoder, type FeedForward } from './feed-forward.ts';
import type { PromptedGraph } from './plm.ts';

/** A layer maps `input` to `output`, tensors of one shape. */
export interface Layer {
  readonly input: Value;
  readonly output: Value;
}

/**
 * Values through which every path from `start` to `end` goes, in order.
 * A path may start at `start` only: masks, positions and an encoder's output are not followed.
 */
function articulations(nodes: readonly StaticNode[], start: Value, end: Value): Value[] {
  const behind = new Set<Value>([start]);
  for (const node of nodes)
    if (node.inputs.some((input) => input !== null && behind.has(input)))
      for (const output of node.outputs) behind.add(output);
  const before = new Set<Value>([end]);
  for (const node of [...nodes].reverse())
    if (node.outputs.some((output) => before.has(output)))
      for (const input of node.inputs) if (input !== null) before.add(input);
  // Walking in order of computation: a value is an articulation when every value made earlier has been read for the last time.
  const order = [start, ...nodes.flatMap((node) => node.outputs)].filter(
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
  const found: Value[] = [];
  let reach = 0;
  order.forEach((value, index) => {
    if (reach <= index) found.push(value);
    reach = Math.max(reach, lastRead[index]);
  });
  return found;
}

/** Layers in the order of the model's feed-forward blocks, an encoder's before its decoder's; empty when they can't be told apart. */
export function findLayers(prompted: PromptedGraph): readonly Layer[] {
  const stacks = (['encoder', 'decoder'] as const).map((side) => {
    const blocks = prompted.blocks.filter((block) => block.side === side);
    const start = side === 'encoder' ? embeddingOutput(prompted) : decoderEmbedding(prompted);
    return {
      blocks,
      layers: blocks.length === 0 || start === null ? [] : layersOfStack(prompted, blocks, start),
    };
  });
  return stacks.every(({ blocks, layers }) => layers.length === blocks.length)
    ? stacks.flatMap(({ layers }) => layers)
    : [];
}

function layersOfStack(
  { graph, logits }: PromptedGraph,
  blocks: readonly FeedForward[],
  start: Value,
): readonly Layer[] {
  const readers = new Map<Value, number>();
  for (const node of graph.nodes)
    for (const input of new Set(node.inputs))
      if (input !== null) readers.set(input, (readers.get(input) ?? 0) + 1);
  const spine = articulations(graph.nodes, start, logits);
  const order = new Map(
    graph.nodes.flatMap((node, index) => node.outputs.map((output) => [output, index] as const)),
  );
  const at = (value: Value): number => order.get(value) ?? -1;
  const ends = blocks.map((block) => graph.nodes.indexOf(block.output));
  const stream = spine.filter((value) => value.dims.at(-1) === blocks[0].width && value.dims.length >= 2);
  const branches = stream.filter((value) => (readers.get(value) ?? 0) > 1);
  // Behind every feed-forward block but the last, the next branch is where the next layer begins.
  const boundaries = ends.slice(0, -1).map((end) => branches.find((value) => at(value) > end));
  const perLayer =
    boundaries.length > 1
      ? branches.indexOf(boundaries[1] ?? start) - branches.indexOf(boundaries[0] ?? start)
      : 2;
  const firstBoundary = boundaries[0] === undefined ? branches.length : branches.indexOf(boundaries[0]);
  const first = branches[Math.max(0, firstBoundary - perLayer)];
  const last = lastOutput(stream, at, ends, boundaries);
  const all = [first, ...boundaries, last];
  const layers = blocks.map((_, index): Layer | null => {
    const [input, output] = [all[index], all[index + 1]];
    return input !== undefined &&
      output !== undefined &&
      input !== output &&
      sameDims(input.dims, output.dims)
      ? { input, output }
      : null;
  });
  return layers.every((layer) => layer !== null) ? layers : [];
}

/** The last layer ends as many articulations behind its feed-forward block as the layers before it do. */
function lastOutput(
  stream: readonly Value[],
  at: (value: Value) => number,
  ends: readonly number[],
  boundaries: readonly (Value | undefined)[],
): Value | undefined {
  const behind = (end: number): Value[] => stream.filter((value) => at(value) > end);
  const steps =
    boundaries.length === 0 || boundaries[0] === undefined ? 0 : behind(ends[0]).indexOf(boundaries[0]);
  return behind(ends[ends.length - 1])[steps];
}

/** The looked-up words with the soft prompt in front. */
function embeddingOutput({ graph, shape, embedding }: PromptedGraph): Value | null {
  const tokens = shape.length + shape.promptLength;
  const joined = graph.nodes.find(
    (node) =>
      node.op === 'Concat' &&
      node.outputs[0].dims.at(-1) === embedding.width &&
      node.outputs[0].dims[1] === tokens,
  );
  return joined?.outputs[0] ?? null;
}

/** The decoder's own looked-up words. */
function decoderEmbedding({ graph, embedding }: PromptedGraph): Value | null {
  const decoded = readsDecoder(graph);
  const looked = graph.nodes.find(
    ({ op, inputs, outputs }) =>
      op === 'Gather' &&
      inputs[1] !== null &&
      decoded.has(inputs[1]) &&
      outputs[0].dims.at(-1) === embedding.width,
  );
  return looked?.outputs[0] ?? null;
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
