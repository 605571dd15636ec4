/**
 * The head for candidates (spec 7): one softmax over all tokens of all passages; a candidate's probability is the sum over its
 * mentions. Computed with logarithms of sums of exponentials, so that what is very unlikely has a gradient too.
 */
import type { ReaderLoss } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { linear, logSumExp, offsets } from './layers.ts';
import type { Weights } from './weights.ts';

export interface Choice {
  /** [batch, candidates]: 0 for one without a mention; need not add up to 1. */
  readonly probabilities: Value;
  /** [batch]: −log of the gold candidate's share. */
  readonly losses: Value;
  /** [batch]: 1 where no candidate is likelier than the gold one. */
  readonly correct: Value;
  /** [batch, tokens] before the softmax. */
  readonly logits: Value;
}

/**
 * @param states [batch, tokens, width]
 * @param at mask [batch, tokens], mention [batch, candidates, tokens], gold [batch, candidates] with a 1 each
 */
export function choiceHead(
  b: Builder,
  weights: Weights,
  loss: ReaderLoss,
  states: Value,
  at: { readonly mask: Value; readonly mention: Value; readonly gold: Value },
): Choice {
  const { mul, add, sub, op, reshape, reduce } = arithmetic(b);
  const [batch, candidates, tokens] = at.mention.dims;
  const logits = reshape(linear(b, weights, 'readout', states), [batch, tokens]);
  const ofAll = logSumExp(b, add(logits, offsets(b, at.mask)));
  const mentioned = add(reshape(logits, [batch, 1, tokens]), offsets(b, at.mention));
  const ofEach = reshape(logSumExp(b, mentioned), [batch, candidates]);
  const probabilities = op('Exp', sub(ofEach, ofAll));
  const ofGold = reduce('ReduceSum', mul(ofEach, at.gold), 1);
  const whole = loss === 'tokens' ? ofAll : logSumExp(b, ofEach);
  const isBest = b.op('GreaterOrEqual', [ofGold, reduce('ReduceMax', ofEach, 1)]);
  return {
    logits,
    probabilities,
    losses: reshape(sub(whole, ofGold), [batch]),
    correct: reshape(b.op('Cast', [isBest], { to: 'float32' }), [batch]),
  };
}
