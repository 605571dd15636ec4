/** What was found in a model, for the command line and the library page. */
import type { OnnxGraph } from '../onnx/model.ts';
import { elementCount } from '../onnx/tensor.ts';
import { operatorsWithoutWebgpu } from '../onnx/without-webgpu.ts';
import { promptedGraph, type Plm } from './plm.ts';
import { findLayers } from './layers.ts';

export interface Inspection {
  readonly name: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly elementType: number;
    readonly dims: readonly (number | string | null)[] | null;
  }[];
  readonly outputs: readonly string[];
  readonly opset: number;
  readonly producer: string;
  /** Bodies of control flow included, as the file has them. */
  readonly operators: Readonly<Record<string, number>>;
  readonly parameters: number;
  readonly embedding: {
    readonly table: string;
    readonly vocabulary: number;
    readonly width: number;
    readonly lookUps: readonly string[];
  };
  readonly layers: readonly {
    readonly index: number;
    readonly side: string;
    readonly input: string | null;
    readonly output: string | null;
    readonly droppable: boolean;
  }[];
  readonly feedForward: readonly {
    readonly layer: number;
    readonly side: string;
    readonly width: number;
    readonly neurons: number;
    readonly output: string;
  }[];
  readonly head: { readonly output: string; readonly read: string };
  /** Operators of the compiled graph that run on the CPU under WebGPU; empty when all of it runs on the GPU. */
  readonly notOnWebgpu: readonly string[];
  /** Where the config disagrees with what was found. */
  readonly remarks: readonly string[];
}

function countOperators(graph: OnnxGraph, counts: Map<string, number>): void {
  for (const node of graph.nodes) {
    const name = node.domain === '' ? node.op : `${node.domain}.${node.op}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') countOperators(attribute.value, counts);
  }
}

/** Parameters in initializers: every float tensor once. */
function countParameters(graph: OnnxGraph): number {
  const floats = new Set([1, 10, 11, 16]);
  return [...graph.initializers.values()]
    .filter((raw) => floats.has(raw.code))
    .reduce((sum, raw) => sum + elementCount(raw.dims), 0);
}

function remarksOf(plm: Plm, layers: number, neurons: number): string[] {
  const { config } = plm;
  const said = (...fields: readonly string[]): number | undefined =>
    fields.map((field) => config[field]).find((value): value is number => typeof value === 'number');
  const remarks: string[] = [];
  const compare = (what: string, found: number, declared: number | undefined): void => {
    if (declared !== undefined && declared !== found)
      remarks.push(`config.json says ${what} ${String(declared)}, the graph has ${String(found)}`);
  };
  compare('vocabulary', plm.vocabulary, said('vocab_size'));
  const decoderLayers =
    plm.read === 'decoder'
      ? (said('num_decoder_layers', 'decoder_layers') ?? said('num_layers', 'encoder_layers') ?? 0)
      : 0;
  const declared = said('num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers');
  compare('layers', layers, declared === undefined ? undefined : declared + decoderLayers);
  compare(
    'feed-forward neurons',
    neurons,
    said('intermediate_size', 'ffn_dim', 'd_ff', 'hidden_dim', 'encoder_ffn_dim', 'n_inner'),
  );
  return remarks;
}

export function inspectPlm(plm: Plm): Inspection {
  const { model } = plm;
  const prompted = promptedGraph(plm, {
    batch: 2,
    length: 12,
    promptLength: 5,
    decoderLength: 1,
    fillerId: plm.fillerId,
  });
  const operators = new Map<string, number>();
  countOperators(model.graph, operators);
  const { blocks, embedding } = prompted;
  const found = findLayers(prompted);
  return {
    name: plm.name,
    inputs: model.graph.inputs
      .filter((input) => !model.graph.initializers.has(input.name))
      .map(({ name, elementType, dims }) => ({ name, elementType, dims: dims ?? null })),
    outputs: model.graph.outputs.map((output) => output.name),
    opset: model.opsets.get('') ?? 0,
    producer: model.producer,
    operators: Object.fromEntries(operators),
    parameters: countParameters(model.graph),
    embedding: {
      table: embedding.table.name,
      vocabulary: embedding.vocabulary,
      width: embedding.width,
      lookUps: embedding.lookUps.map((node) => node.source),
    },
    layers:
      found.length === 0
        ? blocks.map(({ side }, index) => ({ index, side, input: null, output: null, droppable: false }))
        : found.map(({ side, input, output }, index) => ({
            index,
            side,
            input: input.name,
            output: output.name,
            droppable: true,
          })),
    feedForward: blocks.map((block, index) => ({
      layer: found.length === 0 ? index : found.findIndex((layer) => layer.blocks.includes(block)),
      side: block.side,
      width: block.width,
      neurons: block.size,
      output: block.output.source,
    })),
    head: { output: prompted.logits.name, read: plm.read },
    notOnWebgpu: operatorsWithoutWebgpu(prompted.graph),
    remarks: remarksOf(plm, found.length || blocks.length, Math.max(0, ...blocks.map((block) => block.size))),
  };
}
