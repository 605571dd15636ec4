/**
 * Where a model looks up its words, and how a soft prompt takes the place of the first rows (design.md section 3).
 * Found by the flow of data alone: the Gather of a [vocabulary, width] table by something that is the token ids.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import { producers, rewrite, type Rewrite } from '../onnx/rewrite.ts';
import { intAttribute, type StaticGraph, type StaticNode, type Value } from '../onnx/static-graph.ts';
import { elementCount } from '../onnx/tensor.ts';

export interface WordEmbedding {
  /** Every lookup of the token ids in the table; most models have one. */
  readonly lookUps: readonly StaticNode[];
  /** The graph works on [tokens, batch, …] (XLNet turns its ids round before it looks them up). */
  readonly tokensFirst: boolean;
  readonly table: Value;
  readonly vocabulary: number;
  readonly width: number;
}

/** Operators that hand ids on without changing them; a Transpose turns rows and tokens round. */
const CARRIERS = new Set(['Reshape', 'Cast', 'Transpose']);

/**
 * @param ids the token ids as fed to the graph
 * @throws LabError `no-word-embedding` when nothing looks words up
 */
export function findWordEmbedding(graph: StaticGraph, ids: Value): WordEmbedding {
  const made = producers(graph);
  /** How often the ids were turned round on the way to a value; null for what is not the ids. */
  const turns = (value: Value | null): number | null => {
    let count = 0;
    for (let at = value; at !== ids;) {
      const node = at === null ? undefined : made.get(at);
      if (node === undefined || !CARRIERS.has(node.op)) return null;
      if (node.op === 'Transpose') count += 1;
      at = node.inputs[0];
    }
    return count;
  };
  const candidates = graph.nodes.filter((node) => {
    const [table, indices] = node.inputs;
    if (node.op !== 'Gather' || table?.dims.length !== 2 || table.type !== 'float32') return false;
    return (
      intAttribute(node.attributes, 'axis', 0) === 0 &&
      (table.origin === 'weight' || table.origin === 'constant') &&
      turns(indices) !== null
    );
  });
  const tables = candidates.map((node) => node.inputs[0]).filter((table): table is Value => table !== null);
  const table = tables.reduce<Value | null>(
    (largest, next) => (largest === null || next.dims[0] > largest.dims[0] ? next : largest),
    null,
  );
  if (table === null) {
    throw new LabError({
      code: 'no-word-embedding',
      message: 'The model has no word embedding: no table is looked up by the token ids.',
      remedy: 'Use a language model that takes token ids (not embeddings, images or sound).',
      where: 'input_ids',
    });
  }
  const lookUps = candidates.filter((node) => node.inputs[0] === table);
  const tokensFirst = lookUps.some((node) => (turns(node.inputs[1]) ?? 0) % 2 === 1);
  return { lookUps, tokensFirst, table, vocabulary: table.dims[0], width: table.dims[1] };
}

/**
 * Puts the soft prompt in front: the first rows of every lookup become the prompt's. Only the text is looked up, on the
 * host. Flattened ids keep their flat result.
 * @param makePrompt adds the prompt to the new graph, [promptLength, width], or one for each row,
 * [batch, promptLength, width]; null for the text alone
 */
export function insertSoftPrompt(
  graph: StaticGraph,
  embedding: WordEmbedding,
  makePrompt: ((b: Builder) => Value) | null,
  batch: number,
): Rewrite & { readonly prompt: Value | null } {
  let prompt: Value | null = null;
  const result = rewrite(graph, (node, [table, ids], b) => {
    if (!embedding.lookUps.includes(node) || table === null || ids === null) return null;
    if (makePrompt === null) return [b.lookUp(table, ids, 0)];
    prompt ??= makePrompt(b);
    return [promptedLookUp(b, table, ids, prompt, batch, embedding.tokensFirst)];
  });
  return { ...result, prompt };
}

function promptedLookUp(
  b: Builder,
  table: Value,
  ids: Value,
  prompt: Value,
  batch: number,
  tokensFirst: boolean,
): Value {
  const { reshape, expand, slice, transpose } = arithmetic(b);
  const [promptLength, width] = prompt.dims.slice(-2);
  const length = elementCount(ids.dims) / batch;
  /** The two axes in the graph's order. */
  const order = (rows: number, tokens: number): [number, number] =>
    tokensFirst ? [tokens, rows] : [rows, tokens];
  const axis = tokensFirst ? 0 : 1;
  const text = slice(reshape(ids, order(batch, length)), axis, promptLength, length);
  const shared = (): Value =>
    expand(reshape(prompt, [...order(1, promptLength), width]), [...order(batch, promptLength), width]);
  const own = (): Value => (tokensFirst ? transpose(prompt, [1, 0, 2]) : prompt);
  const front = prompt.dims.length === 2 ? shared() : own();
  const joined = b.op('Concat', [front, b.lookUp(table, text, 0)], { axis });
  return reshape(joined, [...ids.dims, width]);
}
