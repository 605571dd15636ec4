/**
 * The whole reader as a graph (specs: DynSAN reader): question and passages are encoded, aligned, joined, and read once more as
 * one text; the head says what the answer is.
 */
import {
  blocksOf,
  spanBlock,
  type ReaderMode,
  type ReaderModel,
} from '../../../experiment/reader/reader-model.ts';
import { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { elementCount, type Dims, type Tensor } from '../../../onnx/tensor.ts';
import { alignment } from './alignment.ts';
import { dynsaBlock, type Block } from './block.ts';
import { choiceHead, type Choice } from './choice-head.ts';
import { inputLayer, type InputTexts } from './input-layer.ts';
import { spanHead, spanLosses, type Spans } from './span-head.ts';
import { addWeights } from './weights.ts';

/** Sizes of a batch; programs are made for one each. */
export interface ReaderShape {
  readonly batch: number;
  readonly passages: number;
  readonly passageLength: number;
  readonly questionLength: number;
  /** 0 for the span head. */
  readonly candidates: number;
}

/** What stays the same for all batches: the fixed vectors, and how words are spelled. */
export interface ReaderWords {
  /** [vocabulary, word width]; row 0, the padding, is zero. */
  readonly vectors: Tensor;
  /** [vocabulary, longest]; null for a reader that doesn't spell. */
  readonly spelling: Tensor | null;
}

/** A block of a reader, and where it reads: `question`, or `block.0` and so on for passages. */
export interface PlacedBlock extends Block {
  readonly place: string;
}

export interface ReaderGraph {
  readonly builder: Builder;
  /** All parameters in one vector, an input. */
  readonly weights: Value;
  /** In the order in which they are computed. */
  readonly blocks: readonly PlacedBlock[];
  readonly answer:
    { readonly kind: 'choice'; readonly choice: Choice } | { readonly kind: 'span'; readonly spans: Spans };
  /** []: mean over the batch of −log of the answer's probability. */
  readonly crossEntropy: Value;
  /** []: sum of all gates over the batch's items; 0 where there are none. */
  readonly gateSum: Value;
  /** []: what is trained by. */
  readonly loss: Value;
}

/** Input with the ranks of a mode that draws tokens, [batch, heads, length] or [batch, passages, heads, length]. */
export const noiseName = (place: string): string => `noise.${place}`;

/**
 * Host inputs: `ids`, `mask`, `flags`, the same with `question_`, `mention` and `gold` (the candidate's number), or `answers`
 * (see `spanLosses`). The vector of weights and noise are inputs of the device.
 */
export function readerGraph(
  model: ReaderModel,
  mode: ReaderMode,
  shape: ReaderShape,
  words: ReaderWords,
): ReaderGraph {
  const b = new Builder();
  const { add, mul, reshape, reduce } = arithmetic(b);
  const { batch, passages, passageLength: length, questionLength: asked } = shape;
  const { width, heads } = model;
  const flat = addWeights(b, model);
  const weights = flat.of;
  const vectors = b.weight('vectors', words.vectors);
  // A constant: numbers of characters are the host's work to the end, the one-hot matrix of their gradient included.
  const spelling = words.spelling === null ? null : b.constant(words.spelling);
  const texts = (prefix: string, dims: Dims): InputTexts => {
    const ids = b.hostInput(`${prefix}ids`, 'int32', dims);
    return {
      vectors: b.lookUp(vectors, ids, 0),
      spelling:
        model.characters === null || spelling === null ? null : b.op('Gather', [spelling, ids], { axis: 0 }),
      flags: b.hostInput(`${prefix}flags`, 'float32', [...dims, 2]),
      mask: b.hostInput(`${prefix}mask`, 'float32', dims),
    };
  };
  const blocks: PlacedBlock[] = [];
  /** @param lead axes in front of heads and length in the noise's input */
  const read = (place: string, name: string, x: Value, mask: Value, lead: Dims): Value => {
    const [sequences, own] = mask.dims;
    const noise = (): Value =>
      reshape(b.input(noiseName(place), 'float32', [...lead, heads, own]), [sequences, heads, own]);
    b.source = place;
    const block = dynsaBlock(b, model, mode, weights, { name, x, mask, noise });
    blocks.push({ ...block, place });
    return block.states;
  };
  b.source = 'input';
  const [text, question] = [texts('', [batch, passages, length]), texts('question_', [batch, asked])];
  const [p0, q0] = inputLayer(b, model, weights, [text, question]);
  const each = [batch, passages, length, width];
  const apart = (x: Value): Value => reshape(x, [batch * passages, length, width]);
  const maskApart = reshape(text.mask, [batch * passages, length]);
  const q = read('question', 'block.0', q0, question.mask, [batch]);
  const p1 = read('block.0', 'block.0', apart(p0), maskApart, [batch, passages]);
  b.source = 'alignment';
  const aligned = alignment(b, weights, {
    passages: reshape(p1, each),
    question: q,
    mask: text.mask,
    questionMask: question.mask,
  });
  let states = read('block.1', 'block.1', apart(aligned), maskApart, [batch, passages]);
  b.source = 'join';
  if (model.rank) {
    const rank = reshape(weights('rank.table'), [1, passages, 1, width]);
    states = add(reshape(states, each), mul(rank, reshape(text.mask, [batch, passages, length, 1])));
  }
  const tokens = passages * length;
  const joinedMask = reshape(text.mask, [batch, tokens]);
  states = reshape(states, [batch, tokens, width]);
  const own = model.head.kind === 'span' ? [spanBlock(model)] : [];
  for (const at of blocksOf(model, mode).slice(2)) {
    if (own.includes(at)) continue;
    const name = `block.${String(at)}`;
    states = read(name, name, states, joinedMask, [batch]);
  }
  const { head } = model;
  const answered = (): { readonly answer: ReaderGraph['answer']; readonly losses: Value } => {
    if (head.kind === 'choice') {
      b.source = 'choice';
      const mention = b.hostInput('mention', 'float32', [batch, shape.candidates, passages, length]);
      const gold = b.hostInput('gold', 'int32', [batch]);
      const isGold = b.op('Equal', [
        reshape(gold, [batch, 1]),
        b.constant({
          type: 'int32',
          dims: [1, shape.candidates],
          data: Int32Array.from({ length: shape.candidates }, (_, c) => c),
        }),
      ]);
      const choice = choiceHead(b, weights, head.loss, states, {
        mask: joinedMask,
        mention: reshape(mention, [batch, shape.candidates, tokens]),
        gold: b.op('Cast', [isGold], { to: 'float32' }),
      });
      return { answer: { kind: 'choice', choice }, losses: choice.losses };
    }
    const name = `block.${String(spanBlock(model))}`;
    const ends = read(name, name, states, joinedMask, [batch]);
    b.source = 'span';
    const spans = spanHead(b, weights, { starts: states, ends, mask: text.mask, longest: head.longest });
    const gold = b.hostInput('answers', 'float32', [batch, tokens, head.longest]);
    return { answer: { kind: 'span', spans }, losses: spanLosses(b, spans, gold) };
  };
  const { answer, losses } = answered();
  b.source = 'loss';
  const crossEntropy = reduce('ReduceMean', losses, 0, 0);
  const sums = blocks.flatMap(({ gates }) => (gates === null ? [] : [total(b, gates.values)]));
  const gateSum =
    sums.length === 0
      ? b.number(0)
      : mul(
          sums.reduce((sum, one) => add(sum, one)),
          1 / batch,
        );
  const isPaid = mode !== 'beta-0' && sums.length > 0 && model.beta !== 0;
  const loss = isPaid ? add(crossEntropy, mul(gateSum, model.beta)) : crossEntropy;
  b.source = '';
  return { builder: b, weights: flat.vector, blocks, answer, crossEntropy, gateSum, loss };
}

function total(b: Builder, x: Value): Value {
  const rows = arithmetic(b).reshape(x, [elementCount(x.dims)]);
  return b.op('ReduceSum', [rows, b.ints([0])], { keepdims: 0 });
}
