/**
 * A pretrained language model as the lab sees it: the file, its config, and what was found in its graph. Nothing here
 * depends on the name of an architecture; the config only checks and fills in what a graph can't say.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Builder } from '../onnx/builder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { specialise } from '../onnx/specialise.ts';
import type { StaticGraph, StaticNode, Value } from '../onnx/static-graph.ts';
import { bindInputs } from './inputs.ts';
import type { BatchShape } from './inputs.ts';
import { findFeedForwards, type FeedForward } from './feed-forward.ts';
import { findWordEmbedding, insertSoftPrompt, type WordEmbedding } from './word-embedding.ts';

/** The few fields of a Hugging Face config that matter; all optional. */
export interface PlmConfig {
  readonly architectures?: readonly string[];
  readonly model_type?: string;
  readonly pad_token_id?: number;
  readonly decoder_start_token_id?: number;
  readonly vocab_size?: number;
  readonly max_position_embeddings?: number;
  readonly n_positions?: number;
  readonly [field: string]: unknown;
}

/** Where the prediction is read: at a mask token, at the last token, or at the decoder's first step. */
export type ReadKind = 'mask' | 'last' | 'decoder';

export interface Plm {
  readonly name: string;
  readonly model: OnnxModel;
  readonly config: PlmConfig;
  readonly read: ReadKind;
  readonly vocabulary: number;
  /** Width of the word embeddings, and so of a soft prompt. */
  readonly width: number;
  readonly fillerId: number;
  /** The word embeddings, [vocabulary × width], row-major; a view of the file where it holds float32. */
  readonly wordTable: Float32Array;
}

/** The model's graph for one batch shape, with the soft prompt in front. */
export interface PromptedGraph {
  readonly graph: StaticGraph;
  readonly shape: BatchShape;
  /** [batch, promptLength + length, vocabulary]; encoder-decoder models: [batch, decoderLength, vocabulary]. */
  readonly logits: Value;
  /** [promptLength, width], or [batch, promptLength, width] where each row has its own; null without a prompt. */
  readonly prompt: Value | null;
  readonly embedding: WordEmbedding;
  /** The looked-up words with the soft prompt in front: where the residual stream begins. */
  readonly words: readonly Value[];
  /** In the order of computation. */
  readonly blocks: readonly FeedForward[];
}

/** Number fields whose name ends in `_token_id`: what must not stand in the soft prompt's place. */
function specialIds(config: PlmConfig): Set<number> {
  const ids = Object.entries(config).filter(
    ([name, value]) => name.endsWith('_token_id') && typeof value === 'number',
  );
  return new Set(ids.map(([, value]) => value as number));
}

function readKind(model: OnnxModel, config: PlmConfig): ReadKind {
  if (model.graph.inputs.some((input) => input.name === 'decoder_input_ids')) return 'decoder';
  const causal = config.architectures?.some((name) => /CausalLM|LMHead/.test(name)) ?? false;
  return causal && !config.architectures?.some((name) => name.includes('MaskedLM')) ? 'last' : 'mask';
}

/**
 * Looks a model over.
 * @throws LabError `no-word-embedding`, `no-head`, or what `specialise` throws
 */
export function openPlm(name: string, model: OnnxModel, config: PlmConfig): Plm {
  const draft = {
    name,
    model,
    config,
    read: readKind(model, config),
    vocabulary: 0,
    width: 0,
    fillerId: 5,
    wordTable: new Float32Array(0),
  };
  const { embedding, graph } = promptedGraph(draft, {
    batch: 2,
    length: 8,
    promptLength: 0,
    decoderLength: 1,
    fillerId: 5,
  });
  const special = specialIds(config);
  let fillerId = embedding.vocabulary >> 1;
  while (special.has(fillerId)) fillerId++;
  const table = graph.weights.get(embedding.table) ?? embedding.table.constant;
  if (table === undefined) throw new Error('the word embedding has no values');
  return {
    ...draft,
    vocabulary: embedding.vocabulary,
    width: embedding.width,
    fillerId,
    wordTable: table.data as Float32Array,
  };
}

/** The output that holds vocabulary logits: the one named so, or the one whose last axis is longest. */
function findLogits(model: OnnxModel, outputs: readonly Value[], vocabulary: number): Value {
  const named = outputs.filter((_, index) => model.graph.outputs[index].name === 'logits');
  const wide = outputs.filter(
    (value) =>
      value.type === 'float32' && value.dims.length >= 2 && (value.dims.at(-1) ?? 0) >= vocabulary / 2,
  );
  const [logits] = [...named, ...wide];
  if (logits === undefined) {
    throw new LabError({
      code: 'no-head',
      message: `No output of the model holds a number for each of its ${String(vocabulary)} words (outputs: ${model.graph.outputs.map((o) => o.name).join(', ')}).`,
      remedy:
        'Export the model with its language-modelling head (fill-mask, text-generation or text2text-generation).',
      where: 'logits',
    });
  }
  return logits;
}

/**
 * Compiles the model's graph for a batch shape; with a prompt length above zero, the soft prompt stands in front.
 * @param makePrompt as for `insertSoftPrompt`; the input `prompt` where it is left out
 */
export function promptedGraph(
  plm: Plm,
  shape: BatchShape,
  makePrompt?: (b: Builder) => Value,
): PromptedGraph {
  let ids: Value | undefined;
  let binding: ReturnType<typeof bindInputs> | undefined;
  const { builder, outputs } = specialise(plm.model, (b, name, dims) => {
    binding ??= bindInputs(b, plm.model, shape);
    ids = binding.ids;
    return binding.bind(name, dims);
  });
  if (ids === undefined) throw new Error('the model has no inputs');
  const whole = builder.build(outputs);
  const embedding = findWordEmbedding(whole, ids);
  const logits = findLogits(plm.model, outputs, embedding.vocabulary);
  const graph = builder.build([logits]);
  const input = (b: Builder): Value => b.input('prompt', 'float32', [shape.promptLength, embedding.width]);
  const inserted = insertSoftPrompt(
    graph,
    embedding,
    shape.promptLength === 0 ? null : (makePrompt ?? input),
    shape.batch,
  );
  const promptedLogits = inserted.value(logits);
  const prompted = inserted.builder.build([promptedLogits]);
  return {
    graph: prompted,
    shape,
    logits: promptedLogits,
    prompt: inserted.prompt,
    embedding,
    words: [...new Set(embedding.lookUps.map((node) => inserted.value(node.outputs[0])))],
    blocks: findFeedForwards(prompted),
  };
}

/**
 * Names the part of the architecture that a node belongs to, for messages: between which feed-forward blocks it stands.
 * @param graph the graph of the node; rewriting keeps the names of the file's nodes, so blocks are found by these
 */
export function architecturePart(
  blocks: readonly FeedForward[],
  graph: StaticGraph,
): (node: StaticNode) => string {
  const order = new Map(graph.nodes.map((node, index) => [node, index]));
  const ends = blocks.map(({ output, neurons }) =>
    graph.nodes.findLastIndex((node) => node.source === output.source || node.source === neurons.name),
  );
  return (node) => {
    const at = order.get(node) ?? 0;
    const layer = ends.findIndex((end) => at <= end);
    return layer < 0 ? 'the head' : `layer ${String(layer + 1)} of ${String(blocks.length)}`;
  };
}
