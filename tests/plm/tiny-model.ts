/** A two-layer model without attention whose parts can be replaced one by one: lookups, blocks, heads. */
import type { OnnxModel } from '../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../onnx/graph-maker.ts';
import { TorchMaker } from './zoo/torch-maker.ts';

export const TINY = { vocabulary: 50, width: 12, neurons: 20, layers: 2 } as const;

export interface Tokens {
  readonly ids: string;
  readonly batch: string;
  readonly length: string;
  readonly table: string;
}

export interface TinyParts {
  /** [B, S, width] from the ids; by default a plain lookup. */
  readonly embed?: (t: TorchMaker, tokens: Tokens) => string;
  /** The feed-forward part of a layer; by default a Gelu between two maps. */
  readonly block?: (t: TorchMaker, x: string, layer: number) => string;
  /** [B, S, vocabulary] from the last hidden state; by default the tied table. */
  readonly head?: (t: TorchMaker, x: string, tokens: Tokens) => string;
  readonly inputs?: (t: TorchMaker) => void;
}

export const plainBlock = (t: TorchMaker, x: string): string =>
  t.linear(t.gelu(t.linear(x, TINY.width, TINY.neurons)), TINY.neurons, TINY.width);

export function tinyModel(parts: TinyParts = {}, seed = 30): OnnxModel {
  const t = new TorchMaker(seed);
  const ids = t.input('input_ids', INT64, ['batch', 'sequence']);
  parts.inputs?.(t);
  const table = t.weight([TINY.vocabulary, TINY.width], 1, 0, 'table');
  const tokens = { ids, table, batch: t.size(ids, 0), length: t.size(ids, 1) };
  let x = parts.embed?.(t, tokens) ?? t.embed(table, ids);
  for (let layer = 0; layer < TINY.layers; layer++) {
    // The mean over the tokens stands in for attention: without it no token would see the prompt.
    const mean = t.op('ReduceMean', [x], { axes: [1], keepdims: 1 });
    x = t.layerNorm(t.add(x, mean), TINY.width);
    x = t.add(x, (parts.block ?? plainBlock)(t, x, layer));
  }
  const normal = t.layerNorm(x, TINY.width);
  const logits = parts.head?.(t, normal, tokens) ?? t.matMul(normal, t.permute(table, 1, 0));
  t.output(logits, FLOAT, 'logits');
  return t.model();
}
