/** What of the question is in each passage, and what of the passage is in the question (spec 5), as QANet has it. */
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { linear, offsets } from './layers.ts';
import type { Weights } from './weights.ts';

export interface Aligned {
  /** [batch, passages, length, width] and [batch, question length, width]. */
  readonly passages: Value;
  readonly question: Value;
  /** [batch, passages, length] and [batch, question length]. */
  readonly mask: Value;
  readonly questionMask: Value;
}

/** [batch, passages, length, width], 0 at padding: what the block behind the alignment reads. */
export function alignment(b: Builder, weights: Weights, at: Aligned): Value {
  const { mul, add, reshape, transpose } = arithmetic(b);
  const { passages: p, question: q } = at;
  const [batch, passages, length, width] = p.dims;
  const asked = q.dims[1];
  const product = (x: Value, y: Value): Value => b.op('MatMul', [x, y]);
  const vector = (name: string): Value => reshape(weights(`align.${name}`), [width, 1]);
  const flat = reshape(p, [batch, passages * length, width]);
  const ofPassages = product(flat, vector('passage'));
  const ofQuestion = transpose(product(q, vector('question')), [0, 2, 1]);
  const ofBoth = product(mul(flat, weights('align.product')), transpose(q, [0, 2, 1]));
  // w · [q ; p ; q ⊙ p] without a tensor of its size.
  const similarity = add(add(ofBoth, ofPassages), ofQuestion);
  const overQuestion = b.op(
    'Softmax',
    [add(similarity, reshape(offsets(b, at.questionMask), [batch, 1, asked]))],
    { axis: -1 },
  );
  const byPassage = transpose(reshape(similarity, [batch, passages, length, asked]), [0, 1, 3, 2]);
  const overPassage = b.op(
    'Softmax',
    [add(byPassage, reshape(offsets(b, at.mask), [batch, passages, 1, length]))],
    { axis: -1 },
  );
  const a = reshape(product(overQuestion, q), p.dims);
  const back = product(reshape(overQuestion, [batch, passages, length, asked]), product(overPassage, p));
  const features = b.op('Concat', [p, a, mul(p, a), mul(p, back)], { axis: 3 });
  return mul(linear(b, weights, 'align.output', features), reshape(at.mask, [batch, passages, length, 1]));
}
