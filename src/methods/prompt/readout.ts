/** From the model's logits to class scores, loss and accuracy. */
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { producers } from '../../onnx/rewrite.ts';
import { Builder as GraphBuilder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { labelLogits } from '../../plm/label-logits.ts';
import type { PromptedGraph, ReadKind } from '../../plm/plm.ts';
import { selectPositions } from '../../plm/select-positions.ts';

/** The label words' logits at the read position. */
export interface WordReadout {
  readonly builder: Builder;
  /** [batch, words] */
  readonly words: Value;
  /** Maps values of the prompted graph to this one. */
  readonly value: (old: Value) => Value;
  /** Each of `probes` at the read position, [batch, size]. */
  readonly probes: readonly Value[];
}

export interface Readout extends Omit<WordReadout, 'words'> {
  /** [batch, classes]: mean logit of each class's label words. */
  readonly scores: Value;
}

export interface ReadoutShape {
  readonly read: ReadKind;
  /** Label words of all classes together. */
  readonly words: number;
  readonly classes: number;
}

/**
 * Reduces the head to the label words at the read position.
 * Host inputs: `read_position` [batch] (soft prompt not counted), `label_words` [words], `class_words` [words, classes].
 * @param probes values over all tokens that are to be read at the same position
 */
export function addReadout(
  prompted: PromptedGraph,
  shape: ReadoutShape,
  probes: readonly Value[] = [],
): Readout {
  const { words, ...rest } = addWordReadout(prompted, shape, probes);
  const matrix = rest.builder.hostInput('class_words', 'float32', [shape.words, shape.classes]);
  return { ...rest, scores: rest.builder.op('MatMul', [words, matrix]) };
}

/**
 * As `addReadout`, with a weight for each word, an input of that name [1, words]: a class's score is Σ softmax(weights of its
 * words) · their logits (specs: KPT, section 3.3). Weights of zero give the mean.
 */
export function addWeightedReadout(
  prompted: PromptedGraph,
  shape: ReadoutShape,
  name: string,
): Readout & { readonly weights: Value } {
  const { words, ...rest } = addWordReadout(prompted, shape);
  const { builder } = rest;
  const matrix = builder.hostInput('class_words', 'float32', [shape.words, shape.classes]);
  const weights = builder.input(name, 'float32', [1, shape.words]);
  return { ...rest, weights, scores: weightedScores(builder, words, weights, matrix) };
}

/**
 * Score of each class, Σ softmax(weights of its words) · their logits: [batch, classes].
 * @param words [batch, words] logits
 * @param weights [1, words]
 * @param matrix [words, classes], positive where a word is the class's and alike within a class, else 0
 */
export function weightedScores(b: Builder, words: Value, weights: Value, matrix: Value): Value {
  const { mul, div, op } = arithmetic(b);
  const powers = op('Exp', weights);
  const ofClass = (values: Value): Value => b.op('MatMul', [values, matrix]);
  return div(ofClass(mul(words, powers)), ofClass(powers));
}

/** As `addReadout`, up to the logits of the words. Host inputs: `read_position`, `label_words`. */
export function addWordReadout(
  prompted: PromptedGraph,
  shape: Pick<ReadoutShape, 'read' | 'words'>,
  probes: readonly Value[] = [],
): WordReadout {
  const { batch, length, promptLength, decoderLength } = prompted.shape;
  const narrowing = new GraphBuilder(prompted.graph);
  const words = narrowing.hostInput('label_words', 'int64', [shape.words]);
  const read = narrowing.hostInput('read_position', 'int64', [batch]);
  const inEncoder = narrowing.op('Add', [read, narrowing.number(promptLength, 'int64')]);
  const narrow = labelLogits(narrowing, producers(prompted.graph), prompted.logits, words);
  // Probes are read by row: where tokens come first, they are turned round.
  const turned = prompted.embedding.tokensFirst && shape.read !== 'decoder';
  const byRow = turned ? probes.map((probe) => arithmetic(narrowing).transpose(probe, [1, 0, 2])) : probes;
  const graph = narrowing.build([narrow, ...byRow, inEncoder]);
  const whole = { batch, tokens: promptLength + length };
  const first = narrowing.ints(new Array<number>(batch).fill(0));
  const decoder = shape.read === 'decoder';
  const logitsAt = decoder
    ? selectPositions(graph, [narrow], first, { batch, tokens: decoderLength }, byRow)
    : selectPositions(graph, [narrow, ...byRow], inEncoder, whole);
  const { builder, value } = logitsAt;
  const labels = arithmetic(builder).reshape(logitsAt.targets[0], [batch, shape.words]);
  return {
    builder,
    words: labels,
    value,
    probes: decoder
      ? readProbes(prompted, logitsAt, probes, inEncoder)
      : logitsAt.targets.slice(1).map((target) => flat(builder, target, batch)),
  };
}

const flat = (b: Builder, value: Value, batch: number): Value =>
  arithmetic(b).reshape(value, [batch, value.dims.reduce((n, d) => n * d, 1) / batch]);

/** Encoder-decoder: encoder neurons at the read position of the text, decoder neurons at step 0. */
function readProbes(
  prompted: PromptedGraph,
  selected: { readonly builder: Builder; readonly value: (old: Value) => Value },
  probes: readonly Value[],
  encoderPosition: Value,
): Value[] {
  const { builder: b, value } = selected;
  const { batch, length, promptLength, decoderLength } = prompted.shape;
  const { reshape, add } = arithmetic(b);
  const decoderNeurons = new Set(
    prompted.blocks.filter((block) => block.side === 'decoder').map((block) => block.neurons),
  );
  return probes.map((probe) => {
    const now = value(probe);
    const tokens = decoderNeurons.has(probe) ? decoderLength : promptLength + length;
    const size = now.dims[now.dims.length - 1];
    const rows = b.ints(Array.from({ length: batch }, (_, row) => row * tokens));
    const index = decoderNeurons.has(probe) ? rows : add(rows, encoderPosition);
    return b.op('Gather', [reshape(now, [batch * tokens, size]), index], { axis: 0 });
  });
}

export interface Loss {
  /** [] mean cross-entropy over the rows that count. */
  readonly loss: Value;
  /** [] share of the rows that count whose best class is the true one. */
  readonly accuracy: Value;
}

export interface RowResults {
  /** [batch, 1] cross-entropy of each row. */
  readonly losses: Value;
  /** [batch, 1] 1 where the best class is the true one, else 0. */
  readonly right: Value;
}

/** Cross-entropy of each row; `targets` [batch, classes] are one-hot. */
export function rowResults(b: Builder, scores: Value, targets: Value): RowResults {
  const { add, sub, mul, op, reduce } = arithmetic(b);
  const top = reduce('ReduceMax', scores, 1);
  const logSum = add(op('Log', reduce('ReduceSum', op('Exp', sub(scores, top)), 1)), top);
  const chosen = reduce('ReduceSum', mul(scores, targets), 1);
  const right = b.op('Cast', [b.op('GreaterOrEqual', [chosen, top])], { to: 'float32' });
  return { losses: sub(logSum, chosen), right };
}

/** Host inputs: `targets` [batch, classes] one-hot, `row_weights` [batch] summing to one (zero for padding rows). */
export function addLoss(b: Builder, scores: Value): Loss {
  const { mul, reshape } = arithmetic(b);
  const [batch] = scores.dims;
  const targets = b.hostInput('targets', 'float32', scores.dims);
  const weights = b.hostInput('row_weights', 'float32', [batch]);
  const rows = rowResults(b, scores, targets);
  const total = (values: Value): Value =>
    b.op('ReduceSum', [mul(reshape(values, [batch]), weights), b.ints([0])], { keepdims: 0 });
  return { loss: total(rows.losses), accuracy: total(rows.right) };
}
