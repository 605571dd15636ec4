/** A small reader on a random batch, computed by the reference rules in float64: what invariants are tested on. */
import { randomStream } from '../../../src/experiment/random.ts';
import type { ReaderMode, ReaderModel } from '../../../src/experiment/reader/reader-model.ts';
import { parameterLayout } from '../../../src/experiment/reader/reader-parameters.ts';
import { differentiate } from '../../../src/autodiff/differentiate.ts';
import {
  readerGraph,
  type ReaderGraph,
  type ReaderShape,
} from '../../../src/methods/reader/model/reader-graph.ts';
import type { Value } from '../../../src/onnx/static-graph.ts';
import { allocateFloat64, elementCount, tensorOf, type Tensor } from '../../../src/onnx/tensor.ts';
import { evaluateGraph } from '../../onnx/compiled.ts';

export const MODEL: ReaderModel = {
  width: 8,
  heads: 2,
  keep: 4,
  blocks: 1,
  passages: 3,
  wordWidth: 5,
  characters: null,
  rank: false,
  head: { kind: 'choice', loss: 'candidates' },
  attentionNorm: true,
  positionScale: 0.1,
  beta: 0.01,
};

export const SHAPE: ReaderShape = {
  batch: 2,
  passages: 3,
  passageLength: 8,
  questionLength: 2,
  candidates: 3,
};

const VOCABULARY = 12;

/** A batch's numbers by the names of host inputs, of three to five tokens a passage: padding keeps convolutions apart. */
export type Numbers = Readonly<Record<string, readonly number[]>>;

export function randomBatch(shape: ReaderShape = SHAPE): Numbers {
  const random = randomStream(5, 'batch');
  const { batch, passages, passageLength: length, questionLength, candidates } = shape;
  const tokens = batch * passages * length;
  const counts = Array.from({ length: batch * passages }, () => random.integer(3, 5));
  const mask = Array.from({ length: tokens }, (_, at) =>
    at % length < counts[Math.floor(at / length)] ? 1 : 0,
  );
  const word = (): number => random.integer(1, VOCABULARY - 1);
  return {
    mask,
    ids: mask.map((real) => (real === 1 ? word() : 0)),
    flags: mask.flatMap((real) => [real * random.integer(0, 1), real * random.integer(0, 1)]),
    question_ids: Array.from({ length: batch * questionLength }, word),
    question_mask: new Array<number>(batch * questionLength).fill(1),
    question_flags: Array.from({ length: 2 * batch * questionLength }, (_, at) => at % 2),
    // One token of each passage mentions the candidate of the passage's number.
    mention: Array.from({ length: batch * candidates * passages * length }, (_, at) => {
      const [passage, candidate] = [
        Math.floor(at / length) % passages,
        Math.floor(at / (length * passages)) % candidates,
      ];
      return at % length === 1 && passage === candidate % passages ? 1 : 0;
    }),
    gold: Array.from({ length: batch }, (_, item) => item % candidates),
  };
}

/** Every parameter drawn, so that nothing is 0 or 1 by chance. */
export function randomWeights(model: ReaderModel): Float64Array {
  const random = randomStream(5, 'weights');
  return Float64Array.from({ length: parameterLayout(model).size }, () => random.normal(0, 0.35));
}

export interface Computed {
  readonly graph: ReaderGraph;
  /** Values of the graph that were asked for. */
  readonly values: readonly Tensor[];
}

export interface Setting {
  readonly model?: ReaderModel;
  readonly mode?: ReaderMode;
  readonly shape?: ReaderShape;
  readonly numbers?: Numbers;
  readonly weights?: Float64Array;
}

/** @param asked values of the graph, or gradients of its loss that are added to it */
export function compute(
  { model = MODEL, mode = 'gate', shape = SHAPE, numbers = randomBatch(shape), weights }: Setting,
  asked: (graph: ReaderGraph) => readonly Value[],
): readonly Tensor[] {
  const random = randomStream(5, 'vectors');
  const vectors = Array.from({ length: VOCABULARY * model.wordWidth }, (_, at) =>
    at < model.wordWidth ? 0 : random.normal(),
  );
  const graph = readerGraph(model, mode, shape, {
    vectors: tensorOf('float32', [VOCABULARY, model.wordWidth], vectors),
    spelling: null,
  });
  const built = graph.builder.build(asked(graph));
  const own = weights ?? randomWeights(model);
  const noise = randomStream(5, 'noise');
  const given = new Map<Value, Tensor>();
  for (const value of [...built.inputs, ...built.hostInputs]) {
    const data = allocateFloat64(value.type, elementCount(value.dims));
    const known = value === graph.weights ? own : numbers[value.name];
    if (known === undefined) data.forEach((_, at) => (data[at] = noise.uniform()));
    else data.set(known);
    given.set(value, { type: value.type, dims: value.dims, data });
  }
  return evaluateGraph(built, given, allocateFloat64);
}

export const probabilitiesOf = (graph: ReaderGraph): Value => {
  if (graph.answer.kind === 'span') throw new Error('a choice was to be made');
  return graph.answer.choice.probabilities;
};

export function gradientOf(graph: ReaderGraph, of: readonly Value[] = [graph.weights]): readonly Value[] {
  const { builder, loss } = graph;
  return differentiate(builder, builder.build([loss]).nodes, loss, of);
}
