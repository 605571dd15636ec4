/** The gates of a block (spec 3): one a head and token, by which tokens are selected and what heads say is multiplied. */
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { linear } from './layers.ts';
import type { Weights } from './weights.ts';

export interface Gates {
  /** [sequences, length, heads] before the sigmoid: in order where the sigmoid is 1 already in float32. */
  readonly logits: Value;
  /** σ of them, 0 at padding. */
  readonly values: Value;
  /** Over the greatest of the head in the sequence: at most 1. */
  readonly relative: Value;
}

/** Of a sequence without tokens: every gate is 0, and must be over something. */
const LEAST_GREATEST = 1e-6;

/** @param n [sequences, length, width]; @param mask [sequences, length, 1] */
export function gates(b: Builder, weights: Weights, block: string, n: Value, mask: Value): Gates {
  const { mul, div, op, reduce } = arithmetic(b);
  const logits = linear(b, weights, `${block}.gate`, n);
  const values = mul(op('Sigmoid', logits), mask);
  const greatest = b.op('Max', [reduce('ReduceMax', values, 1), b.number(LEAST_GREATEST)]);
  return { logits, values, relative: div(values, greatest) };
}
